import type { TextRange } from '../../text/range.ts';
import type { MachineProblem } from '../machine.ts';
import {
  type AddressSpaceLine,
  type DumpLine,
  LineReader,
  type NodeRowLine,
  type RegionLine,
  type SectionLine,
  type UserLine,
} from './lines.ts';

/** A region of a tree with what is printed below it. */
export interface TreeNode {
  readonly line: RegionLine;
  /** Address in its container: printed addresses are absolute. */
  readonly addr: bigint;
  /** A parent that `info mtree` hides without -D: disabled, of unknown name. */
  readonly hidden: boolean;
  readonly children: TreeNode[];
}

/** One tree: of address spaces (several where they have one root, from 7.0 on), or of the target of an alias. */
export interface TreeBlock {
  readonly spaces: readonly AddressSpaceLine[];
  /** Where it is a `memory-region:` block. */
  readonly region: { readonly name: string; readonly range: TextRange } | undefined;
  root: TreeNode | undefined;
}

/** What one `info mtree` printed. */
export interface TreeSection {
  readonly blocks: TreeBlock[];
  readonly start: number;
  hasOwners: boolean;
  hasDisabled: boolean;
}

/** One FlatView of `info mtree -f`. */
export interface ViewText {
  readonly users: UserLine[];
  /** undefined: `(none)`, or not printed (2.9, 2.10). */
  root: string | undefined;
  readonly ranges: RegionLine[];
  readonly sections: SectionLine[];
  readonly nodes: NodeRowLine[][];
  levels: number | undefined;
  /** False where the text ends behind its ranges without a blank line: there may have been more. */
  complete: boolean;
  /** The tree that stands before it in the file. */
  readonly tree: TreeSection | undefined;
  readonly range: TextRange;
}

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

const MAX_PROBLEMS = 100;
const DEPTH_STEP = 2;
/** QEMU's own trees are less than 20 deep. */
const MAX_DEPTH = 256;

/** Reads the text of one or several `info mtree` commands, with or without their prompts. Never throws. */
export function readSections(text: string): DumpText {
  const reader = new SectionReader();
  const lines = new LineReader(text, (start, end) => ({ start, end }));
  // a byte order mark is no part of the first line
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const stop = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    reader.take(lines.read(start, stop), text);
    start = end + 1;
  }
  return reader.finish();
}

class SectionReader {
  private readonly trees: TreeSection[] = [];
  private readonly flats: ViewText[][] = [];
  private readonly problems: MachineProblem[] = [];
  private unread = 0;
  private release = '';
  private header = '';
  private command: string | undefined;
  private tree: TreeSection | undefined;
  private block: TreeBlock | undefined;
  /** The node printed last at each level; [0] is the block's root. */
  private path: TreeNode[] = [];
  private flat: ViewText[] | undefined;
  private view: ViewText | undefined;

  take(line: DumpLine, text: string): void {
    switch (line.kind) {
      case 'blank':
        if (this.block) this.block.root ??= hiddenNode(line.range, 0n, this.block.region?.name);
        this.block = undefined;
        if (this.view) this.view.complete = true;
        return;
      case 'comment':
        if (!this.header) this.header = text.slice(line.range.start, line.range.end);
        return;
      case 'prompt':
        this.startCommand(line.command);
        return;
      case 'address-space':
        if (line.flat)
          this.startView(line.range, { kind: 'user', name: line.name, root: '', alias: undefined, range: line.range });
        else this.addressSpace(line);
        return;
      case 'memory-region':
        this.block = { spaces: [], region: line, root: undefined };
        this.openTree(line.range.start).blocks.push(this.block);
        return;
      case 'flat-view':
        this.startView(line.range);
        return;
      case 'region':
        if (line.end < line.start && !line.overflow) {
          this.problem(
            'warning',
            'inconsistent',
            'This range ends before it begins; it is read as going round the end of the address space.',
            line.range,
          );
        }
        this.region(line);
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
        if (this.command !== undefined && !/^info mtree\b/.test(this.command)) this.otherText(text, line.range);
        else if (!this.release && VERSION.test(text.slice(line.range.start, line.range.end)))
          this.release = text.slice(line.range.start, line.range.end).trim();
        else this.unreadable(line.range);
        return;
      default:
        this.viewLine(line);
    }
  }

  finish(): DumpText {
    if (this.unread > MAX_PROBLEMS) {
      const last = this.problems[this.problems.length - 1];
      if (last)
        this.problem(
          'warning',
          'unreadable',
          `${this.unread - MAX_PROBLEMS} more lines could not be read.`,
          last.range,
        );
    }
    const trees = this.trees.filter((tree) => tree.blocks.some((block) => block.root));
    const { flats } = this;
    return {
      trees,
      flats,
      views: mostPrinted(flats),
      release: this.release,
      header: this.header,
      problems: this.problems,
    };
  }

  private startCommand(command: string): void {
    this.command = command;
    this.tree = undefined;
    this.block = undefined;
    this.flat = undefined;
    this.view = undefined;
  }

  private otherText(text: string, range: TextRange): void {
    if (this.command === 'info version' && !this.release) this.release = text.slice(range.start, range.end).trim();
  }

  private openTree(start: number): TreeSection {
    this.view = undefined;
    this.flat = undefined;
    if (!this.tree) {
      this.tree = { blocks: [], start, hasOwners: false, hasDisabled: false };
      this.trees.push(this.tree);
    }
    return this.tree;
  }

  private addressSpace(line: AddressSpaceLine): void {
    // without prompts, an address space behind the alias targets begins the next command's text
    if (this.tree?.blocks[this.tree.blocks.length - 1]?.region) this.tree = undefined;
    if (this.block && !this.block.region && !this.block.root) {
      (this.block.spaces as AddressSpaceLine[]).push(line);
      return;
    }
    this.block = { spaces: [line], region: undefined, root: undefined };
    this.openTree(line.range.start).blocks.push(this.block);
  }

  private region(line: RegionLine): void {
    if (this.view) {
      this.view.ranges.push(line);
      return;
    }
    if (!this.block || line.indent < DEPTH_STEP || line.indent % DEPTH_STEP !== 0) {
      this.unreadable(line.range);
      return;
    }
    if (this.tree) {
      this.tree.hasOwners ||= line.owner !== '';
      this.tree.hasDisabled ||= line.disabled;
    }
    const level = line.indent / DEPTH_STEP - 1;
    if (level > MAX_DEPTH) {
      this.unreadable(line.range);
      return;
    }
    if (level === 0) {
      if (this.block.root) {
        this.unreadable(line.range);
        return;
      }
      this.block.root = { line, addr: line.start, hidden: false, children: [] };
      this.path = [this.block.root];
      return;
    }
    if (!this.block.root) {
      // without -D a disabled root is not printed, what is below it is
      this.block.root = hiddenNode(line.range, 0n, this.block.region?.name);
      this.path = [this.block.root];
    }
    while (this.path.length > level) this.path.pop();
    // an alias has nothing below it: what is deeper belongs to a sibling that is not printed
    while (this.path[this.path.length - 1]?.line.alias) this.path.pop();
    this.closeHidden(line.start);
    while (this.path.length < level) this.openHidden(line.range);
    const parent = this.path[level - 1];
    if (!parent) return;
    const node = { line, addr: BigInt.asUintN(64, line.start - parent.line.start), hidden: false, children: [] };
    parent.children.push(node);
    this.path.push(node);
  }

  /** Siblings are printed by address: one that begins before the last one is of another hidden parent. */
  private closeHidden(start: bigint): void {
    for (let top = this.path.at(-1); this.path.length > 1 && top?.hidden; top = this.path.at(-1)) {
      const last = top.children.at(-1);
      if (!last || last.addr <= BigInt.asUintN(64, start - top.line.start)) return;
      this.path.pop();
    }
  }

  /** From 5.1 on, without -D, a level is skipped where a disabled region is not printed: it stands where it must. */
  private openHidden(range: TextRange): void {
    const parent = this.path.at(-1);
    if (!parent) return;
    const before = parent.children.at(-1);
    const start = before?.line.start ?? parent.line.start;
    const hidden = hiddenNode(range, start, '', before);
    parent.children.push(hidden);
    this.path.push(hidden);
  }

  private startView(range: TextRange, user?: UserLine): void {
    this.tree = undefined;
    this.block = undefined;
    if (this.view) this.view.complete = true;
    if (!this.flat) {
      this.flat = [];
      this.flats.push(this.flat);
    }
    this.view = {
      users: user ? [user] : [],
      root: undefined,
      ranges: [],
      sections: [],
      nodes: [],
      levels: undefined,
      complete: false,
      tree: this.trees[this.trees.length - 1],
      range,
    };
    this.flat.push(this.view);
  }

  private viewLine(line: DumpLine): void {
    const view = this.view;
    if (!view) {
      this.unreadable(line.range);
      return;
    }
    if (line.kind === 'dispatch' || line.kind === 'no-flat-view') view.complete = true;
    if (line.kind === 'user') view.users.push(line);
    else if (line.kind === 'view-root') view.root = line.name;
    else if (line.kind === 'section') view.sections.push(line);
    else if (line.kind === 'nodes') view.levels = line.levels;
    else if (line.kind === 'node') view.nodes.push([]);
    else if (line.kind === 'node-row') view.nodes[view.nodes.length - 1]?.push(line);
  }

  private unreadable(range: TextRange): void {
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
    this.problems.push({ severity, code, message, range });
  }
}

/** Of several outputs of `info mtree -f` the one that prints most: with -d rather than without. */
export function mostPrinted(flats: readonly (readonly ViewText[])[]): readonly ViewText[] {
  const size = (views: readonly ViewText[]) =>
    views.reduce((n, v) => n + v.ranges.length + v.sections.length, views.length);
  return flats.reduce<readonly ViewText[]>((best, one) => (size(one) > size(best) ? one : best), []);
}

/** A priority that stands before every other of its address. */
const FIRST_OF_ALL = 0x7fffffff;

/**
 * A region that is not printed: disabled, and of unknown name but where it is the target that a block names. `before` is
 * the sibling that it is printed behind.
 */
function hiddenNode(range: TextRange, start: bigint, name = '', before?: TreeNode): TreeNode {
  const line: RegionLine = {
    kind: 'region',
    indent: 0,
    overflow: false,
    start,
    end: (1n << 64n) - 1n,
    priority: before?.line.priority ?? FIRST_OF_ALL,
    type: 'i/o',
    nonvolatile: false,
    name,
    alias: undefined,
    disabled: true,
    owner: '',
    offset: 0n,
    accelerators: [],
    range,
  };
  return { line, addr: before?.addr ?? 0n, hidden: true, children: [] };
}
