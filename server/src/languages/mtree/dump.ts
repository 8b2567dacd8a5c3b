import {
  type AddressSpaceLine,
  type NodeRowLine,
  type RegionLine,
  readLine,
  type SectionLine,
  type UserLine,
} from '../../machine/dump/lines.ts';
import type { DumpText, TreeBlock, TreeNode } from '../../machine/dump/sections.ts';
import type { Machine } from '../../machine/machine.ts';
import type { CoreVersion } from '../../memory/behaviour.ts';
import type { Snapshot } from '../../memory/flat-view.ts';
import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import { type Visibility, visibility } from '../../memory/visibility.ts';
import { LineIndex } from '../../text/line-index.ts';
import { pushTo } from '../../text/multimap.ts';
import type { TextRange } from '../../text/range.ts';
import { pairTrees } from './pair-trees.ts';
import { type PrintedView, pairViews, regionOfRange, regionOfSection } from './printed-views.ts';

/** A line of a dump with what it is part of; `region` is undefined where the machine has none for it. */
export type Entry = { readonly range: TextRange } & (
  | {
      readonly kind: 'space';
      readonly line: AddressSpaceLine;
      readonly block: TreeBlock;
      readonly space: AddressSpace | undefined;
    }
  | { readonly kind: 'target'; readonly block: TreeBlock; readonly region: MemoryRegion | undefined }
  | {
      readonly kind: 'node';
      readonly line: RegionLine;
      readonly block: TreeBlock;
      readonly region: MemoryRegion | undefined;
    }
  /** `FlatView #N`, and `Root memory region: NAME` below its users. */
  | { readonly kind: 'view' | 'view-root'; readonly view: PrintedView }
  | {
      readonly kind: 'user';
      readonly line: UserLine;
      readonly view: PrintedView;
      readonly space: AddressSpace | undefined;
    }
  | { readonly kind: 'range'; readonly line: RegionLine; readonly view: PrintedView }
  | { readonly kind: 'section'; readonly line: SectionLine; readonly view: PrintedView }
  | { readonly kind: 'node-row'; readonly line: NodeRowLine; readonly view: PrintedView; readonly node: number }
);

export type EntryOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>;

/**
 * A dump as every feature of the editor sees it: read once for a text and a core. Its lines by place, each with the
 * region, address space or view that it prints; what is seldom asked is made when it is asked first.
 */
export class Dump {
  /** In the order of the text. */
  readonly entries: readonly Entry[];
  readonly views: readonly PrintedView[];
  private readonly byRegion = new Map<MemoryRegion, EntryOf<'node'>[]>();
  private readonly byBlock = new Map<TreeBlock, AddressSpace[]>();
  private readonly bySpace = new Map<AddressSpace, { line?: EntryOf<'space'>; user?: EntryOf<'user'> }>();
  private made: {
    visibility?: Visibility;
    index?: LineIndex;
    names?: Map<string, MemoryRegion | undefined>;
    aliases?: Map<MemoryRegion, MemoryRegion[]>;
  } = {};

  constructor(
    readonly text: string,
    readonly sections: DumpText,
    readonly machine: Machine,
    readonly core: CoreVersion,
    readonly snapshot: Snapshot,
  ) {
    this.views = sections.flats.flatMap((flat) => pairViews(flat, snapshot));
    this.entries = [...treeEntries(sections, machine), ...this.views.flatMap((view) => viewEntries(text, view))].sort(
      (a, b) => a.range.start - b.range.start,
    );
    for (const entry of this.entries) {
      if (entry.kind === 'node' && entry.region) pushTo(this.byRegion, entry.region, entry);
      else if (entry.kind === 'space' && entry.space) {
        this.place(entry.space).line ??= entry;
        pushTo(this.byBlock, entry.block, entry.space);
      }
      // of several outputs the last prints most: with -d rather than without
      else if (entry.kind === 'user' && entry.space) this.place(entry.space).user = entry;
    }
  }

  /** The line that holds an offset, from its first character to behind its last. */
  entryAt(offset: number): Entry | undefined {
    const entry = this.entries[this.firstEndingAt(offset)];
    return entry && entry.range.start <= offset ? entry : undefined;
  }

  /** The lines that reach into a stretch of the text. */
  entriesIn({ start, end }: TextRange): readonly Entry[] {
    const from = this.firstEndingAt(start);
    let to = from;
    while ((this.entries[to]?.range.start ?? end) < end) to++;
    return this.entries.slice(from, to);
  }

  /** Every tree line that prints a region, in the order of the text. */
  linesOf(region: MemoryRegion): readonly EntryOf<'node'>[] {
    return this.byRegion.get(region) ?? [];
  }

  /** The `address-space:` line of an address space, and its `AS "..."` line in the fullest print of the views. */
  placesOf(space: AddressSpace): { readonly line?: EntryOf<'space'>; readonly user?: EntryOf<'user'> } {
    return this.bySpace.get(space) ?? {};
  }

  /** The address spaces of a block: several where they have one root, none for the target of an alias. */
  spacesOf(block: TreeBlock): readonly AddressSpace[] {
    return this.byBlock.get(block) ?? [];
  }

  /** The printed view that stands behind the address space's `AS "..."` line. */
  printedViewOf(space: AddressSpace): PrintedView | undefined {
    return this.bySpace.get(space)?.user?.view;
  }

  /** The region that a line of a view or of a dispatch tree shows. */
  regionOf(entry: Entry): MemoryRegion | undefined {
    if (entry.kind === 'node' || entry.kind === 'target') return entry.region;
    if (entry.kind === 'range') return regionOfRange(entry.view, entry.line) ?? this.onlyOne(entry.line.name);
    if (entry.kind === 'section') return regionOfSection(entry.view, entry.line) ?? this.onlyOne(entry.line.name);
    if (entry.kind === 'view-root') return entry.view.model?.root;
    return undefined;
  }

  /** The region of a name that is there once: where the tree has it elsewhere than a view, or disabled. */
  private onlyOne(name: string): MemoryRegion | undefined {
    if (!this.made.names) {
      this.made.names = new Map();
      for (const one of this.machine.topology.regions)
        this.made.names.set(one.name, this.made.names.has(one.name) ? undefined : one);
    }
    return this.made.names.get(name);
  }

  /** The aliases that show a region. */
  aliasesOf(region: MemoryRegion): readonly MemoryRegion[] {
    if (!this.made.aliases) {
      this.made.aliases = new Map();
      for (const one of this.machine.topology.regions) if (one.alias) pushTo(this.made.aliases, one.alias, one);
    }
    return this.made.aliases.get(region) ?? [];
  }

  /** How much of each region shows, in which views. */
  get visibility(): Visibility {
    this.made.visibility ??= visibility(this.snapshot);
    return this.made.visibility;
  }

  get index(): LineIndex {
    this.made.index ??= new LineIndex(this.text);
    return this.made.index;
  }

  /** One-based, for people. */
  lineNumber(offset: number): number {
    return this.index.lineAt(offset) + 1;
  }

  private place(space: AddressSpace): { line?: EntryOf<'space'>; user?: EntryOf<'user'> } {
    const known = this.bySpace.get(space) ?? {};
    this.bySpace.set(space, known);
    return known;
  }

  private firstEndingAt(offset: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle]?.range.end ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** About what a Dump holds besides machine and snapshot, in bytes. */
export const weighDump = ({ entries, snapshot }: Dump): number =>
  200 * entries.length + 400 * snapshot.totals.flatRanges + 20_000;

function treeEntries({ trees }: DumpText, machine: Machine): Entry[] {
  const regionAt = new Map<number, MemoryRegion>();
  for (const [id, ranges] of machine.places.regions) {
    const region = machine.topology.regions[id];
    if (region) for (const { start } of ranges) regionAt.set(start, region);
  }
  const spaceAt = new Map<number, AddressSpace>();
  for (const [id, { start }] of machine.places.addressSpaces) {
    const space = machine.topology.addressSpaces[id];
    if (space) spaceAt.set(start, space);
  }
  // the machine is read from one of the trees of the file; the others print the same regions again
  const read = trees.find((tree) => tree.blocks.some(({ root }) => root && regionAt.has(firstLine(root).start)));
  for (const tree of trees) if (read && tree !== read) pairTrees(tree, read, regionAt, spaceAt);
  return trees.flatMap((tree) => tree.blocks.flatMap((block) => blockEntries(block, regionAt, spaceAt)));
}

/** The first printed line of a block. */
function firstLine(root: TreeNode): TextRange {
  let node = root;
  for (let next = node.children[0]; node.hidden && next; next = node.children[0]) node = next;
  return node.line.range;
}

function blockEntries(
  block: TreeBlock,
  regionAt: ReadonlyMap<number, MemoryRegion>,
  spaceAt: ReadonlyMap<number, AddressSpace>,
): Entry[] {
  const entries: Entry[] = block.spaces.map((line) => ({
    kind: 'space',
    range: line.range,
    line,
    block,
    space: spaceAt.get(line.range.start),
  }));
  const { region, root } = block;
  if (region) {
    const own = root && !root.hidden ? regionAt.get(root.line.range.start) : undefined;
    entries.push({ kind: 'target', range: region.range, block, region: own });
  }
  const add = ({ line, hidden, children }: TreeNode): void => {
    const { range } = line;
    if (!hidden) entries.push({ kind: 'node', range, line, block, region: regionAt.get(range.start) });
    for (const child of children) add(child);
  };
  if (root) add(root);
  return entries;
}

function viewEntries(content: string, view: PrintedView): Entry[] {
  const { text, spaces } = view;
  // `address-space (flat view): NAME` of 2.9 and 2.10 is head and user at once
  const head: Entry[] =
    text.users[0]?.range.start === text.range.start ? [] : [{ kind: 'view', range: text.range, view }];
  return [
    ...head,
    ...rootEntry(content, view),
    ...text.users.map((line, i): Entry => ({ kind: 'user', range: line.range, line, view, space: spaces[i] })),
    ...text.ranges.map((line): Entry => ({ kind: 'range', range: line.range, line, view })),
    ...text.sections.map((line): Entry => ({ kind: 'section', range: line.range, line, view })),
    ...text.nodes.flatMap((rows, node) =>
      rows.map((line): Entry => ({ kind: 'node-row', range: line.range, line, view, node })),
    ),
  ];
}

/** The line behind the last user, where it names the root: 2.11 and later. */
function rootEntry(content: string, view: PrintedView): Entry[] {
  const { users, range: head } = view.text;
  const start = content.indexOf('\n', (users[users.length - 1]?.range ?? head).end) + 1;
  const end = content.indexOf('\n', start);
  const range = { start, end: end < 0 ? content.length : end };
  const line = start === 0 || range.end - start > 4096 ? undefined : readLine(content.slice(start, range.end), range);
  return line?.kind === 'view-root' ? [{ kind: 'view-root', range: line.range, view }] : [];
}
