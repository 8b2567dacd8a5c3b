import type { TextRange } from '../../text/range.ts';
import { finish, type Steps } from '../../text/steps.ts';
import type { MachineProblem } from '../machine.ts';
import { isBefore20, sizeOf } from './facts.ts';
import { type AddressSpaceLine, type DumpLine, LineReader, type RegionLine, type UserLine } from './lines.ts';
import { bodyOf, hiddenNode, TreeBlock, type TreeBody, type TreeSection, type ViewBody, ViewText } from './printed.ts';
import { RepeatedBodies } from './repeated-bodies.ts';
import { TreePath } from './tree-path.ts';
import { type Unwrapped, unwrap } from './unwrap/unwrap.ts';

export type { TreeBlock, TreeNode, TreeSection, ViewText } from './printed.ts';

/** What the text of one or several `info mtree` is made of. */
export interface DumpText {
  readonly trees: readonly TreeSection[];
  /** The FlatViews of each `info mtree -f`. */
  readonly flats: readonly (readonly ViewText[])[];
  /** The one of them that printed most. */
  readonly views: readonly ViewText[];
  /** `info version`'s answer, or ''. */
  readonly release: string;
  readonly header: string;
  readonly problems: readonly MachineProblem[];
}

/** What `info version` prints. */
const VERSION = /^\d+\.\d+\.\d+\S*( .*)?$/;

/** The first line of a tree to 2.3, below its bare name: at the margin, with access instead of a type. */
const BARE_ROOT = /[0-9a-f]{16}-[0-9a-f]{16} \(prio -?\d{1,10}, [R-][W-]\): /y;

const MAX_PROBLEMS = 100;
const DEPTH_STEP = 2;
/** QEMU's own trees are less than 20 deep. */
const MAX_DEPTH = 256;
const LINES_A_STEP = 1000;

/** Reads the text of one or several `info mtree` commands, with or without their prompts. Never throws. */
export const readSections = (text: string): DumpText => finish(readSectionsSteps(unwrap(text)));

export function* readSectionsSteps(source: Unwrapped): Steps<DumpText> {
  const reader = new SectionReader(source);
  while (reader.read(LINES_A_STEP)) yield;
  return reader.finish();
}

class SectionReader {
  private readonly text: string;
  private readonly lines: LineReader;
  private readonly treeBodies: RepeatedBodies<TreeBody> | undefined;
  private readonly viewBodies: RepeatedBodies<ViewBody> | undefined;
  private readonly trees: TreeSection[] = [];
  private readonly flats: ViewText[][] = [];
  private readonly problems: MachineProblem[];
  private unread = 0;
  private release = '';
  /** The release that the monitor says first; "info version" says more. */
  private greeting = '';
  private header = '';
  private command: string | undefined;
  private prompt: TreeSection['prompt'];
  private tree: TreeSection | undefined;
  private block: TreeBlock | undefined;
  private readonly path = new TreePath();
  private flat: ViewText[] | undefined;
  private view: ViewText | undefined;
  /** Where the next line begins. */
  private at: number;
  /** To 2.3: the `aliases` line was met, and names are of their targets. */
  private inAliases = false;

  constructor(source: Unwrapped) {
    this.text = source.text;
    this.lines = new LineReader(source.text, source.place);
    this.problems = [...source.problems];
    // a byte order mark is no part of the first line
    this.at = this.text.startsWith('\ufeff') ? 1 : 0;
    if (!source.asIs) return;
    this.treeBodies = new RepeatedBodies(this.text);
    this.viewBodies = new RepeatedBodies(this.text);
  }

  /** Reads some lines; false at the end. */
  read(count: number): boolean {
    for (let i = 0; i < count && this.at < this.text.length; i++) this.next();
    return this.at < this.text.length;
  }

  private next(): void {
    const start = this.at;
    let end = this.text.indexOf('\n', start);
    if (end < 0) end = this.text.length;
    const stop = end > start && this.text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    this.at = end + 1;
    this.take(this.lines.read(start, stop), start, stop);
  }

  private take(line: DumpLine, start: number, stop: number): void {
    switch (line.kind) {
      case 'region':
        this.region(line);
        return;
      case 'blank':
        this.closeBlock(line.range, start);
        return;
      case 'comment':
        this.comment(this.text.slice(start, stop));
        return;
      case 'prompt':
        this.startCommand(line.command);
        this.prompt = line;
        return;
      case 'address-space':
        if (line.flat) {
          this.startView(line.range, { kind: 'user', name: line.name, root: '', alias: undefined, range: line.range });
          this.openViewBody();
        } else this.addressSpace(line);
        return;
      case 'memory-region':
        this.openBlock(new TreeBlock(line), line.range);
        return;
      case 'flat-view':
        this.startView(line.range);
        return;
      case 'ancient':
        this.problem(
          'error',
          'unreadable',
          'This is text of QEMU 1.0 to 1.2, which is not read: `info mtree` is, from 1.3 on.',
          line.range,
        );
        return;
      case 'unknown':
        this.unknown(line.range, start, stop);
        return;
      default:
        this.viewLine(line);
    }
  }

  finish(): DumpText {
    const last = this.problems[this.problems.length - 1];
    if (this.unread > MAX_PROBLEMS && last) {
      const message = `${this.unread - MAX_PROBLEMS} more lines could not be read.`;
      this.problem('warning', 'unreadable', message, last.range);
    }
    const trees = this.trees.filter((tree) => tree.blocks.some((block) => block.body));
    const { flats, header, problems } = this;
    const release = this.release || this.greeting;
    return { trees, flats, views: mostPrinted(flats), release, header, problems };
  }

  private comment(line: string): void {
    if (!this.header) this.header = line;
    this.greeting ||= /^QEMU (\d+\.\d+\.\d+) monitor /.exec(line)?.[1] ?? '';
  }

  private startCommand(command: string): void {
    this.command = command;
    this.prompt = undefined;
    this.tree = undefined;
    this.block = undefined;
    this.flat = undefined;
    this.view = undefined;
  }

  private unknown(range: TextRange, start: number, stop: number): void {
    if (this.bareName(range, start, stop)) return;
    const line = this.text.slice(start, Math.min(stop, start + 1000));
    if (this.command && !/^info mtree\b/.test(this.command)) {
      if (this.command === 'info version' && !this.release) this.release = line.trim();
    } else if (!this.release && VERSION.test(line)) this.release = line.trim();
    else this.unreadable(range);
  }

  /** To 2.3: the name of an address space or of an alias' target, or `aliases` between them. */
  private bareName(range: TextRange, start: number, stop: number): boolean {
    if (this.view || this.text.charCodeAt(start) === 32) return false;
    const name = this.text.slice(start, stop).trimEnd();
    if (!this.tree?.bare) {
      BARE_ROOT.lastIndex = this.at;
      if (!BARE_ROOT.test(this.text)) return false;
      this.startCommand(this.command ?? '');
      this.tree = this.startTree(range.start, true);
      this.inAliases = false;
    }
    if (name === 'aliases' && !this.inAliases) this.inAliases = true;
    else if (this.inAliases) this.openBlock(new TreeBlock({ name, range }), range);
    else this.openSpace({ kind: 'address-space', name, flat: false, range });
    return true;
  }

  private startTree(start: number, bare: boolean): TreeSection {
    const tree = {
      blocks: [],
      start,
      prompt: this.prompt,
      bare,
      before20: false,
      hasOwners: false,
      hasDisabled: false,
    };
    this.prompt = undefined;
    this.trees.push(tree);
    return tree;
  }

  private openBlock(block: TreeBlock, range: TextRange): void {
    this.view = undefined;
    this.flat = undefined;
    this.tree ??= this.startTree(range.start, false);
    this.tree.blocks.push(block);
    this.block = block;
    this.path.clear();
    if (!this.tree.bare) this.openTreeBody(block, this.tree);
  }

  private addressSpace(line: AddressSpaceLine): void {
    // without prompts, an address space behind the alias targets begins the next command's text
    if (this.tree?.bare || this.tree?.blocks[this.tree.blocks.length - 1]?.region) this.tree = undefined;
    if (this.tree && this.block && !this.block.region && !this.block.body) {
      this.block.spaces.push(line);
      this.openTreeBody(this.block, this.tree);
    } else this.openSpace(line);
  }

  private openSpace(line: AddressSpaceLine): void {
    const block = new TreeBlock(undefined);
    block.spaces.push(line);
    this.openBlock(block, line.range);
  }

  /** Takes the tree that stands next as one that was read already, if it is. */
  private openTreeBody(block: TreeBlock, tree: TreeSection): void {
    const known = this.treeBodies?.open(this.at);
    if (!known) return;
    block.body = known.body;
    block.shift = known.shift;
    tree.hasOwners ||= known.body.hasOwners;
    tree.hasDisabled ||= known.body.hasDisabled;
    this.at = known.end;
  }

  private openViewBody(): void {
    const known = this.view && this.viewBodies?.open(this.at);
    if (!known || !this.view) return;
    this.view.body = known.body;
    this.view.shift = known.shift;
    this.at = known.end;
  }

  private closeBlock(line: TextRange, at: number): void {
    this.closeBodies(at);
    // from 5.1 on, without -D, a tree that is all disabled is not printed
    if (this.block) this.block.body ??= bodyOf(hiddenNode(line, 0n, this.block.region?.name));
    this.block = undefined;
    if (this.view) this.view.complete = true;
    if (this.tree?.bare) this.tree = undefined;
  }

  private closeBodies(at: number): void {
    if (this.block?.body) this.treeBodies?.close(at, this.block.body);
    if (this.view) this.viewBodies?.close(at, this.view.body);
  }

  private region(line: RegionLine): void {
    if (line.end < line.start && !line.overflow && !this.tree?.bare) {
      this.problem(
        'warning',
        'inconsistent',
        'This range ends before it begins; it is read as going round the end of the address space.',
        line.range,
      );
    }
    if (this.view) this.view.body.ranges.push(line);
    else if (!this.place(line)) this.unreadable(line.range);
  }

  /** Puts a region below its parent; false where it has no place. */
  private place(line: RegionLine): boolean {
    const { tree, block } = this;
    if (!tree || !block || line.indent % DEPTH_STEP !== 0) return false;
    const level = line.indent / DEPTH_STEP - (tree.bare ? 0 : 1);
    if (level < 0 || level > MAX_DEPTH || (level === 0 && block.body)) return false;
    tree.before20 ||= tree.bare && isBefore20(line);
    tree.hasOwners ||= line.owner !== '';
    tree.hasDisabled ||= line.disabled;
    const size = sizeOf(line, tree.before20);
    if (!block.body) {
      // without -D a disabled root is not printed, what is below it is
      const root =
        level > 0
          ? hiddenNode(line.range, 0n, block.region?.name)
          : { line, addr: line.start, size, hidden: false, children: [] };
      block.body = bodyOf(root);
      this.path.start(root);
    }
    block.body.hasOwners ||= line.owner !== '';
    block.body.hasDisabled ||= line.disabled;
    if (level === 0) return true;
    return this.path.add(line, level, size);
  }

  private startView(range: TextRange, user?: UserLine): void {
    this.tree = undefined;
    this.block = undefined;
    if (this.view) this.view.complete = true;
    if (!this.flat) {
      this.flat = [];
      this.flats.push(this.flat);
    }
    this.view = new ViewText(range, this.trees[this.trees.length - 1]);
    if (user) this.view.users.push(user);
    this.flat.push(this.view);
  }

  private viewLine(line: DumpLine): void {
    const { view } = this;
    if (!view) {
      this.unreadable(line.range);
      return;
    }
    const { sections, nodes } = view.body;
    if (line.kind === 'dispatch' || line.kind === 'no-flat-view') view.complete = true;
    if (line.kind === 'user') view.users.push(line);
    else if (line.kind === 'section') sections.push(line);
    else if (line.kind === 'nodes') view.body.levels = line.levels;
    else if (line.kind === 'node') nodes.push([]);
    else if (line.kind === 'node-row') {
      const rows = nodes[nodes.length - 1];
      if (rows) rows.push(line);
      else this.unreadable(line.range);
    } else if (line.kind === 'view-root') {
      view.root = line.name;
      view.rootRange = line.range;
      this.openViewBody();
    }
  }

  private unreadable(range: TextRange): void {
    this.spoil();
    if (++this.unread > MAX_PROBLEMS) return;
    this.problem(
      'error',
      'unreadable',
      'This is no line of `info mtree` output, or it is cut or out of place; it is left out.',
      range,
    );
  }

  private problem(
    severity: MachineProblem['severity'],
    code: MachineProblem['code'],
    message: string,
    range: TextRange,
  ): void {
    this.spoil();
    this.problems.push({ severity, code, message, range });
  }

  /** What is said of a line is said wherever it stands. */
  private spoil(): void {
    this.treeBodies?.spoil();
    this.viewBodies?.spoil();
  }
}

/** Of several outputs of `info mtree -f` the one that prints most: with -d rather than without. */
export function mostPrinted(flats: readonly (readonly ViewText[])[]): readonly ViewText[] {
  const size = (views: readonly ViewText[]) =>
    views.reduce((n, { body }) => n + body.ranges.length + body.sections.length, views.length);
  return flats.reduce<readonly ViewText[]>((best, one) => (size(one) > size(best) ? one : best), []);
}
