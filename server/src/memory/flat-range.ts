import type { MemoryRegion } from './region.ts';

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
