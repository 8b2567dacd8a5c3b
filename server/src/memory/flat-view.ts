import type { DispatchTree } from './dispatch.ts';
import type { AddressSpace, MemoryRegion } from './region.ts';

/** A FlatRange: `size` bytes at `start` show `region` from `offset` on. Flags are as rendered (inherited ones included). */
export interface FlatRange {
  readonly start: bigint;
  readonly size: bigint;
  readonly region: MemoryRegion;
  readonly offset: bigint;
  readonly readonly: boolean;
  readonly nonvolatile: boolean;
  readonly unmergeable: boolean;
}

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
  readonly views: readonly FlatView[];
  /** Indexed by AddressSpace.id. */
  readonly viewOf: readonly FlatView[];
  readonly totals: Totals;
}
