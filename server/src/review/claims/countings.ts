import type { Snapshot } from '../../memory/flat-view.ts';
import type { Comparison } from '../model.ts';
import type { Counted, Counting } from './model.ts';

interface Way {
  readonly name: string;
  readonly of: (snapshot: Snapshot) => number;
}

/** The one that the core keeps for all that shows nothing: it has no root. */
const isShared = (view: Snapshot['views'][number]): boolean => view.root === undefined;

const ALIVE: Way = { name: 'alive, the empty ones included', of: ({ totals }) => totals.flatViews };
const WITHOUT_SHARED: Way = {
  name: 'alive, but for the one shared empty view',
  of: ({ views }) => views.filter((view) => !isShared(view)).length,
};
const FULL: Way = { name: 'with ranges', of: ({ totals }) => totals.flatViews - totals.emptyFlatViews };
const PRINTED: Way = {
  name: 'that address spaces use, as `info mtree -f` prints them',
  of: ({ views }) => views.filter((view) => view.addressSpaces.length > 0).length,
};

/** How people count each thing, the plainest way first; and what they may mean that no Snapshot has. */
const WAYS: Readonly<Record<Counted, { readonly ways: readonly Way[]; readonly notCounted: readonly string[] }>> = {
  flatViews: { ways: [ALIVE, WITHOUT_SHARED, FULL, PRINTED], notCounted: [] },
  fullFlatViews: { ways: [FULL], notCounted: [] },
  emptyFlatViews: {
    ways: [{ name: 'empty FlatViews alive', of: ({ totals }) => totals.emptyFlatViews }],
    notCounted: [],
  },
  flatViewsCreated: { ways: [], notCounted: ['FlatViews made since the start'] },
  dispatchTrees: {
    ways: [
      { ...ALIVE, name: 'dispatch trees alive, one for each FlatView' },
      { ...WITHOUT_SHARED, name: 'dispatch trees alive, but for that of the one shared empty view' },
    ],
    notCounted: ['dispatch trees made since the start'],
  },
  dispatchTreesCreated: { ways: [], notCounted: ['dispatch trees made since the start'] },
  addressSpaces: { ways: [{ name: 'address spaces', of: ({ totals }) => totals.addressSpaces }], notCounted: [] },
  flatRanges: { ways: [{ name: 'ranges of all FlatViews', of: ({ totals }) => totals.flatRanges }], notCounted: [] },
  dispatchSections: {
    ways: [{ name: 'sections of all dispatch trees', of: ({ totals }) => totals.dispatchSections }],
    notCounted: [],
  },
  dispatchNodes: {
    ways: [
      { name: 'nodes used', of: ({ totals }) => totals.dispatchNodes },
      { name: 'nodes allocated', of: ({ totals }) => totals.dispatchNodesAllocated },
    ],
    notCounted: [],
  },
  dispatchNodesAllocated: {
    ways: [{ name: 'nodes allocated', of: ({ totals }) => totals.dispatchNodesAllocated }],
    notCounted: [],
  },
  commits: { ways: [], notCounted: ['transactions and their commits'] },
  memory: {
    ways: [{ name: 'bytes of FlatViews and dispatch trees', of: ({ totals }) => totals.bytes }],
    notCounted: ['memory of the whole process'],
  },
};

/** What may be meant that the model does not count. */
export const notCounted = (counted: Counted): readonly string[] => WAYS[counted].notCounted;

export const isCounted = (counted: Counted): boolean => WAYS[counted].ways.length > 0;

/** A machine's figures in every way to count; ways that give the same are said once. */
export function countingsOf(counted: Counted, { before, after }: Comparison): readonly Counting[] {
  const found: Counting[] = [];
  for (const { name, of } of WAYS[counted].ways) {
    const counting = { name, before: of(before), after: of(after) };
    if (!found.some((one) => one.before === counting.before && one.after === counting.after)) found.push(counting);
  }
  return found;
}
