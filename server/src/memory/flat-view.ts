import type { DispatchTree } from './dispatch.ts';
import type { FlatRange } from './flat-range.ts';
import type { AddressSpace, MemoryRegion, Topology } from './region.ts';

export interface FlatView {
  /** Index in `Snapshot.views`. */
  readonly id: number;
  /** The region that keys the view; undefined is QEMU's NULL. */
  readonly root: MemoryRegion | undefined;
  /** Sorted, disjoint, simplified. */
  readonly ranges: readonly FlatRange[];
  readonly dispatch: DispatchTree;
  /** Address spaces that use it; none where only the core keeps it alive. */
  readonly addressSpaces: readonly AddressSpace[];
  /** Room in the node array; 0 where no page is set. */
  readonly nodesAllocated: number;
  /** Host bytes of the view and its dispatch tree on a 64-bit host. */
  readonly bytes: number;
}

/** Counts that are never one number. */
export interface Totals {
  readonly addressSpaces: number;
  /** FlatViews alive, the empty ones included. */
  readonly flatViews: number;
  readonly emptyFlatViews: number;
  readonly flatRanges: number;
  readonly dispatchSections: number;
  readonly dispatchNodes: number;
  readonly dispatchNodesAllocated: number;
  readonly bytes: number;
}

/** What one version of the memory core makes of one Topology. */
export interface Snapshot {
  readonly topology: Topology;
  readonly views: readonly FlatView[];
  /** Indexed by AddressSpace.id. */
  readonly viewOf: readonly FlatView[];
  /** Address spaces whose rendering went past the limits (an alias loop): their views are not QEMU's. */
  readonly truncated: readonly AddressSpace[];
  readonly totals: Totals;
}

export type { FlatRange } from './flat-range.ts';
