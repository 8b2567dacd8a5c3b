import type { TreeBlock, TreeNode, TreeSection } from '../../machine/dump/sections.ts';
import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import { pushTo } from '../../text/multimap.ts';

/**
 * Gives the lines of one more `info mtree` of a file the regions and address spaces of the tree that the machine was
 * read from. Blocks of one name are paired in order, regions by all that both print of them.
 */
export function pairTrees(
  other: TreeSection,
  read: TreeSection,
  regionAt: Map<number, MemoryRegion>,
  spaceAt: Map<number, AddressSpace>,
): void {
  const blocks = new Map<string, TreeBlock[]>();
  for (const block of read.blocks) pushTo(blocks, keyOf(block), block);
  for (const block of other.blocks) {
    const match = blocks.get(keyOf(block))?.shift();
    if (!match) continue;
    block.spaces.forEach(({ range }, i) => {
      const space = spaceAt.get(match.spaces[i]?.range.start ?? -1);
      if (space) spaceAt.set(range.start, space);
    });
    if (block.root && match.root) pairNodes(block.root, match.root, regionAt);
  }
}

const keyOf = ({ spaces, region }: TreeBlock): string =>
  region ? `of ${region.name}` : spaces.map((space) => space.name).join('\n');

function pairNodes(node: TreeNode, match: TreeNode, regionAt: Map<number, MemoryRegion>): void {
  const region = regionAt.get(match.line.range.start);
  if (region && !node.hidden && !match.hidden) regionAt.set(node.line.range.start, region);
  const left = [...match.children];
  for (const child of node.children) {
    const at = left.findIndex((candidate) => (child.hidden ? hides(candidate, child) : same(child, candidate)));
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (found) pairNodes(child, found, regionAt);
  }
}

const same = (a: TreeNode, b: TreeNode): boolean =>
  a.line.start === b.line.start &&
  a.line.end === b.line.end &&
  a.line.name === b.line.name &&
  a.line.priority === b.line.priority &&
  a.line.disabled === b.line.disabled &&
  a.line.alias?.target === b.line.alias?.target &&
  a.line.alias?.start === b.line.alias?.start;

/** Whether `node` is the disabled parent that was not printed above `hidden`'s children. */
const hides = (node: TreeNode, hidden: TreeNode): boolean =>
  node.line.disabled &&
  hidden.children.every((child) => child.hidden || node.children.some((candidate) => same(child, candidate)));
