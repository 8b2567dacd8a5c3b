import { printFlatView } from '../../machine/print/print-flatviews.ts';
import { printTree } from '../../machine/print/print-tree.ts';
import { NO_FACTS } from '../../machine/print/text-facts.ts';
import type { FlatView } from '../../memory/flat-view.ts';
import type { AddressSpace } from '../../memory/region.ts';
import type { MachineDifference } from '../../review/machines/model.ts';

/**
 * One of two machines as `info mtree -D` and `info mtree -f` text, for an editor's diff: address spaces in one order,
 * targets of aliases by name, views that stand for each other under one number; no owners, which count devices. What
 * is equal on both sides is equal text at its place.
 */
export function sideOfDifference(difference: MachineDifference, side: 'before' | 'after'): string {
  const { snapshot, facts } = difference[side];
  const addressSpaces = difference.spaces.flatMap((pair) => pair[side] ?? []);
  const topology = { ...snapshot.topology, addressSpaces };
  const tree = printTree(topology, { disabled: true, facts: { ...NO_FACTS, missingTargets: facts.missingTargets } });
  const rank = new Map(addressSpaces.map((space, index) => [space, index]));
  const numbers = new Map<FlatView, number>();
  const views = difference.views.flatMap((match, number) => {
    const view = match[side];
    if (!view) return [];
    const shown = { ...view, addressSpaces: [...view.addressSpaces].sort(byRank(rank)) };
    numbers.set(shown, number);
    return [shown];
  });
  return `${targetsByName(tree)}${views.map((view) => printFlatView(view, { numbers })).join('')}`;
}

const byRank =
  (rank: ReadonlyMap<AddressSpace, number>) =>
  (a: AddressSpace, b: AddressSpace): number =>
    (rank.get(a) ?? 0) - (rank.get(b) ?? 0);

/** Blocks of alias targets come in the order of their first mention, which one more alias changes. */
function targetsByName(tree: string): string {
  const blocks = tree.split(/(?<=\n\n)/);
  const isTarget = (block: string): boolean => block.startsWith('memory-region: ');
  const targets = blocks.filter(isTarget).map((block) => ({ block, name: block.slice(0, block.indexOf('\n')) }));
  targets.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return [...blocks.filter((block) => !isTarget(block)), ...targets.map(({ block }) => block)].join('');
}
