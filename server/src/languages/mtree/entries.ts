import type { AddressSpaceLine, NodeRowLine, RegionLine, SectionLine, UserLine } from '../../machine/dump/lines.ts';
import type { DumpText, TreeBlock, TreeNode } from '../../machine/dump/sections.ts';
import type { Machine } from '../../machine/machine.ts';
import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import type { TextRange } from '../../text/range.ts';
import { pairTrees } from './pair-trees.ts';
import type { PrintedView } from './printed-views.ts';

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

/** Every line that prints something of the machine, in the order of the text. */
export const entriesOf = (sections: DumpText, machine: Machine, views: readonly PrintedView[]): readonly Entry[] =>
  [...treeEntries(sections, machine), ...views.flatMap(viewEntries)].sort((a, b) => a.range.start - b.range.start);

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

function viewEntries(view: PrintedView): Entry[] {
  const { text, spaces } = view;
  // `address-space (flat view): NAME` of 2.9 and 2.10 is head and user at once
  const head: Entry[] =
    text.users[0]?.range.start === text.range.start ? [] : [{ kind: 'view', range: text.range, view }];
  return [
    ...head,
    ...(text.rootRange ? [{ kind: 'view-root', range: text.rootRange, view } as const] : []),
    ...text.users.map((line, i): Entry => ({ kind: 'user', range: line.range, line, view, space: spaces[i] })),
    ...text.ranges.map((line): Entry => ({ kind: 'range', range: line.range, line, view })),
    ...text.sections.map((line): Entry => ({ kind: 'section', range: line.range, line, view })),
    ...text.nodes.flatMap((rows, node) =>
      rows.map((line): Entry => ({ kind: 'node-row', range: line.range, line, view, node })),
    ),
  ];
}
