import type { CoreBehaviour } from './behaviour.ts';
import { viewBytes } from './bytes.ts';
import { isMerged } from './cpu-address-spaces.ts';
import { type BuiltDispatch, DispatchTrees } from './dispatch.ts';
import type { FlatRange, FlatView, Snapshot, Totals } from './flat-view.ts';
import { searchRoot } from './flatview-root.ts';
import type { AddressSpace, MemoryRegion, Topology } from './region.ts';
import { LIMITS, renderRoot } from './render.ts';

interface Draft {
  readonly root: MemoryRegion | undefined;
  readonly ranges: readonly FlatRange[];
  readonly inserted: number;
  readonly dispatch: BuiltDispatch;
  readonly addressSpaces: AddressSpace[];
}

/**
 * All FlatViews that are alive for `topology` once everything is committed: what flatviews_reset and
 * address_space_set_flatview leave (per root), or address_space_update_topology for each address space.
 * The node array's room is that of the steady state: with the hint, every view has the largest.
 */
export function takeSnapshot(topology: Topology, behaviour: CoreBehaviour): Snapshot {
  const drafts: Draft[] = [];
  const byRoot = new Map<MemoryRegion | undefined, Draft>();
  const bySpace: Draft[] = [];
  const truncated: AddressSpace[] = [];
  const merged = new Map<MemoryRegion, Draft>();
  const trees = new DispatchTrees(behaviour.dummySections, topology.pageBits);
  const budget = { visits: LIMITS.allVisits };
  let spaces = 0;
  let specialView: Draft | undefined;

  const draft = (root: MemoryRegion | undefined, space?: AddressSpace): Draft => {
    const rendering = renderRoot(root, behaviour, budget);
    if (rendering.truncated && space) truncated.push(space);
    const isSpecial = behaviour.emptyViews === 'by-content' && rendering.ranges.length === 0;
    if (isSpecial && specialView) return specialView;
    const dispatch = trees.build(rendering.ranges);
    const { ranges, inserted } = rendering;
    const made = { root: isSpecial ? undefined : root, ranges, inserted, dispatch, addressSpaces: [] };
    drafts.push(made);
    if (isSpecial) specialView = made;
    return made;
  };

  for (const space of topology.addressSpaces) {
    const isOneOfMany = isMerged(space, behaviour.cpuAddressSpaces);
    const reused = isOneOfMany ? merged.get(space.root) : undefined;
    if (!reused) spaces++;
    const root = searchRoot(space.root, behaviour.rootSearch);
    let view = reused ?? (behaviour.sharing === 'per-root' ? byRoot.get(root) : undefined);
    if (!view) {
      view = draft(root, space);
      byRoot.set(root, view);
    }
    if (isOneOfMany) merged.set(space.root, view);
    view.addressSpaces.push(space);
    bySpace.push(view);
  }
  if (behaviour.emptyViews === 'by-null-key' && !byRoot.has(undefined)) draft(undefined);

  const hint = drafts.reduce((most, { dispatch }) => Math.max(most, dispatch.nodesWanted), 0);
  const allocated = ({ dispatch }: Draft): number =>
    dispatch.nodesWanted === 0 ? 0 : behaviour.nodeGrowth === 'hint' ? hint : dispatch.nodesDoubled;
  const views = drafts.map((d, id): FlatView => {
    const nodesAllocated = allocated(d);
    return { ...d, id, nodesAllocated, bytes: viewBytes(d.inserted, d.dispatch, nodesAllocated, topology.pageBits) };
  });
  const viewOfDraft = new Map(drafts.map((d, i) => [d, views[i]]));
  const viewOf = bySpace.map((d) => viewOfDraft.get(d)).filter((v) => v !== undefined);
  return { topology, views, viewOf, truncated, totals: totals(views, spaces) };
}

/**
 * How many FlatViews, with their dispatch trees, one commit makes anew, however small the change: all but the
 * permanent empty one, which is made once (flatviews_reset).
 */
export const madeByCommit = ({ views }: Snapshot, { emptyViews }: CoreBehaviour): number =>
  views.filter((view) => !(emptyViews === 'by-null-key' && view.root === undefined)).length;

/** The sums over views; CPUs may share address spaces, so their number is told. */
export function totals(views: readonly FlatView[], addressSpaces: number): Totals {
  const sum = (of: (view: FlatView) => number) => views.reduce((total, view) => total + of(view), 0);
  return {
    addressSpaces,
    flatViews: views.length,
    emptyFlatViews: sum((v) => (v.ranges.length === 0 ? 1 : 0)),
    flatRanges: sum((v) => v.ranges.length),
    dispatchSections: sum((v) => v.dispatch.sections.length),
    dispatchNodes: sum((v) => v.dispatch.nodes.length),
    dispatchNodesAllocated: sum((v) => v.nodesAllocated),
    bytes: sum((v) => v.bytes),
  };
}
