import { levelsFor } from '../../memory/dispatch.ts';
import type { FlatRange, FlatView, Snapshot } from '../../memory/flat-view.ts';
import type { MemoryRegion, Topology } from '../../memory/region.ts';
import { totals } from '../../memory/snapshot.ts';
import type { Evaluation } from '../../source/evaluate/core/evaluate.ts';
import type { EvaluatedView } from '../../source/evaluate/core/views.ts';

/** The views of a run as a Snapshot of the machine that was run: what the model engine gives, from the tree's own code. */
export function snapshotOfRun(topology: Topology, { views, addressSpaces }: Evaluation): Snapshot {
  const made = views.map((view, id) => viewOfRun(topology, view, id));
  const viewOf: FlatView[] = [];
  for (const view of made) for (const space of view.addressSpaces) viewOf[space.id] = view;
  return { topology, views: made, viewOf, truncated: [], totals: totals(made, addressSpaces) };
}

function viewOfRun(topology: Topology, view: EvaluatedView, id: number): FlatView {
  const region = (at: number | undefined) => (at === undefined ? undefined : topology.regions[at]);
  const { sections, nodes, root } = view.dispatch;
  const ranges = view.ranges.map(
    (range): FlatRange => ({ ...range, region: region(range.region) ?? madeByCore(range.size) }),
  );
  return {
    id,
    root: region(view.root),
    ranges,
    addressSpaces: view.addressSpaces.flatMap((at) => topology.addressSpaces[at] ?? []),
    nodesAllocated: view.nodesAllocated,
    bytes: view.bytes,
    dispatch: {
      sections: sections.map((section) => ({ ...section, region: region(section.region) })),
      nodes,
      root,
      levels: levelsFor(topology.pageBits),
    },
  };
}

/** A region that no board made: a patched core may show one of its own. */
const madeByCore = (size: bigint): MemoryRegion => ({
  id: -1,
  name: '(made by the core)',
  kind: 'io',
  addr: 0n,
  size,
  priority: 0,
  enabled: true,
  terminates: true,
  readonly: false,
  romdMode: false,
  nonvolatile: false,
  unmergeable: false,
  aliasOffset: 0n,
  alias: undefined,
  container: undefined,
  subregions: [],
});
