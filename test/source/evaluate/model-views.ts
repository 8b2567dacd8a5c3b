import type { CoreBehaviour } from '../../../server/src/memory/behaviour.ts';
import type { Topology } from '../../../server/src/memory/region.ts';
import { takeSnapshot } from '../../../server/src/memory/snapshot.ts';

/** The model's views of a machine, in the shape and order of those of an evaluated core. */
export const modelViews = (topology: Topology, behaviour: CoreBehaviour) =>
  takeSnapshot(topology, behaviour).views.map((view) => ({
    ranges: view.ranges.map(({ start, size, region, offset, readonly, nonvolatile, unmergeable }) => ({
      start,
      size,
      region: region.id,
      offset,
      readonly,
      nonvolatile,
      unmergeable,
    })),
    addressSpaces: view.addressSpaces.map(({ id }) => id).sort((a, b) => a - b),
    sections: view.dispatch.sections.length,
    nodes: view.dispatch.nodes.length,
    nodesAllocated: view.nodesAllocated,
  }));

/** For JSON.stringify: addresses in hex. */
export const hex = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `0x${value.toString(16)}` : value;
