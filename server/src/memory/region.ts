/** 2^64, the size that QEMU writes as UINT64_MAX. */
export const TWO_64 = 1n << 64n;

export type RegionKind = 'container' | 'io' | 'ram' | 'rom' | 'romd' | 'ramd' | 'iommu' | 'alias';

/**
 * A MemoryRegion. Addresses and sizes are bytes; `size` may reach 2^64. Regions are built by `topology.ts` and are
 * immutable afterwards.
 */
export interface MemoryRegion {
  /** Index in `Topology.regions`. */
  readonly id: number;
  readonly name: string;
  readonly kind: RegionKind;
  /** Offset in the container. */
  readonly addr: bigint;
  readonly size: bigint;
  /** Order among siblings of one container only. */
  readonly priority: number;
  readonly enabled: boolean;
  /** Claims what its children leave free. */
  readonly terminates: boolean;
  readonly readonly: boolean;
  readonly romdMode: boolean;
  readonly nonvolatile: boolean;
  readonly unmergeable: boolean;
  readonly aliasOffset: bigint;
  readonly alias: MemoryRegion | undefined;
  readonly container: MemoryRegion | undefined;
  /** In list order: priority descending, the newest first among equals (memory_region_update_container_subregions). */
  readonly subregions: readonly MemoryRegion[];
}

export interface AddressSpace {
  /** Index in `Topology.addressSpaces`, in creation order as far as it is known. */
  readonly id: number;
  readonly name: string;
  readonly root: MemoryRegion;
}

/** All that the memory core needs of a machine. */
export interface Topology {
  readonly regions: readonly MemoryRegion[];
  readonly addressSpaces: readonly AddressSpace[];
  /** log2 of the target's page size: 12 nearly everywhere. */
  readonly pageBits: number;
}
