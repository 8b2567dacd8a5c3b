import type { MachineProblem } from '../machine.ts';
import type { TreeNode, TreeSection } from './sections.ts';

/**
 * The tree to read where a file has several: the one that prints most (-o, -D), if the first says the same of what
 * both print. Where they disagree the first is used, and said.
 */
export function chooseTree(trees: readonly TreeSection[]): {
  readonly tree: TreeSection | undefined;
  readonly problems: readonly MachineProblem[];
} {
  const [first] = trees;
  const richness = (tree: TreeSection) => (tree.hasDisabled ? 2 : 0) + (tree.hasOwners ? 1 : 0);
  const richest = trees.reduce<TreeSection | undefined>(
    (best, tree) => (best && richness(best) >= richness(tree) ? best : tree),
    undefined,
  );
  if (!first || !richest || first === richest) return { tree: first, problems: [] };
  const difference = firstDifference(first, richest);
  if (!difference) return { tree: richest, problems: [] };
  return {
    tree: first,
    problems: [
      {
        severity: 'warning',
        code: 'inconsistent',
        message:
          'The outputs of `info mtree` in this file disagree from here on; the first is used. Were they taken at two moments, or was one edited?',
        range: difference,
      },
    ],
  };
}

/** The first live line that the other tree does not have; disabled regions and what is below them are left aside. */
function firstDifference(a: TreeSection, b: TreeSection): { start: number; end: number } | undefined {
  const counts = new Map<string, number>();
  for (const [text] of liveLines(b)) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const [text, range] of liveLines(a)) {
    const left = counts.get(text) ?? 0;
    if (left === 0) return range;
    counts.set(text, left - 1);
  }
  const rest = [...counts].find(([, n]) => n > 0)?.[0];
  if (rest === undefined) return undefined;
  for (const [text, range] of liveLines(b)) if (text === rest) return range;
  return undefined;
}

function* liveLines(tree: TreeSection): Generator<[string, { start: number; end: number }]> {
  for (const block of tree.blocks) {
    const owner = block.region ? `target ${block.region.name}` : block.spaces.map((space) => space.name).join('|');
    if (block.root) yield* live(block.root, owner);
  }
}

function* live(node: TreeNode, path: string): Generator<[string, { start: number; end: number }]> {
  const { line } = node;
  if (node.hidden || line.disabled) return;
  const alias = line.alias ? ` @${line.alias.target} ${line.alias.start}` : '';
  yield [`${path} ${line.start}-${line.end} ${line.priority} ${line.type} ${line.name}${alias}`, line.range];
  for (const child of node.children) yield* live(child, `${path}/${line.name}`);
}
