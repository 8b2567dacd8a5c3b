import type { MachineProblem } from '../machine.ts';
import { moved, type TreeNode, type TreeSection, type ViewText } from './printed.ts';
import { mostPrinted } from './sections.ts';

/** The tree to read of a file, and the FlatViews that are of the same machine. */
export interface Choice {
  readonly tree: TreeSection | undefined;
  readonly views: readonly ViewText[];
  readonly problems: readonly MachineProblem[];
}

/**
 * Where a file has several trees: the one that prints most (-o, -D) of those that say the same as the first. One that
 * disagrees is of another moment or another machine: it is left out with the views behind it, and said.
 */
export function chooseTree(trees: readonly TreeSection[], flats: readonly (readonly ViewText[])[]): Choice {
  const [first] = trees;
  const same: TreeSection[] = [];
  const problems: MachineProblem[] = [];
  let oneMachine = false;
  for (const tree of trees) {
    const range = first && tree !== first ? firstDifference(first, tree) : undefined;
    if (!range) {
      same.push(tree);
      continue;
    }
    oneMachine ||= isOneMachine(trees);
    if (oneMachine ? problems.length < 5 : problems.length === 0) {
      const message =
        'This `info mtree` does not agree with the first one in this file; the first is used. Were they taken at two moments, or of two machines, or was one edited?';
      problems.push({
        severity: 'warning',
        code: 'inconsistent',
        message,
        range: oneMachine ? range : { start: tree.start, end: tree.start + 'address-space'.length },
      });
    }
  }
  const richness = (tree: TreeSection) => (tree.hasDisabled ? 2 : 0) + (tree.hasOwners ? 1 : 0);
  const tree = same.reduce<TreeSection | undefined>(
    (best, one) => (best && richness(best) >= richness(one) ? best : one),
    undefined,
  );
  const edited = problems.length > 0 && oneMachine;
  const own = flats.filter(([view]) => view && (edited || view.tree === undefined || same.includes(view.tree)));
  return { tree, views: mostPrinted(own), problems };
}

/** Trees of one machine, though they differ, have the same address spaces. */
function isOneMachine(trees: readonly TreeSection[]): boolean {
  const names = (tree: TreeSection) =>
    tree.blocks
      .flatMap((block) => block.spaces.map((space) => space.name))
      .sort()
      .join('\n');
  return new Set(trees.map(names)).size === 1;
}

/**
 * The first line that the other tree does not have, of those that may show: not what is disabled, nor what is below it;
 * nor what lies outside its parent, as what is below a region does that is not printed without -D.
 */
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
    if (!block.body) continue;
    for (const [line, range] of live(block.body.root, owner)) yield [line, moved(range, block.shift)];
  }
}

function* live(node: TreeNode, path: string): Generator<[string, { start: number; end: number }]> {
  const { line } = node;
  if (node.hidden || line.disabled) return;
  const alias = line.alias ? ` @${line.alias.target} ${line.alias.start}` : '';
  yield [`${path} ${line.start}-${line.end} ${line.priority} ${line.type} ${line.name}${alias}`, line.range];
  for (const child of node.children) {
    if (child.addr < node.size) yield* live(child, `${path}/${line.name}`);
  }
}
