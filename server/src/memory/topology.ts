import type { AddressSpace, MemoryRegion, RegionKind, Topology } from './region.ts';

/** What `TopologyBuilder.region` takes; only name, kind and size are needed. */
export interface RegionInit {
  readonly name: string;
  readonly kind: RegionKind;
  readonly size: bigint;
  readonly enabled?: boolean;
  readonly terminates?: boolean;
  readonly readonly?: boolean;
  readonly romdMode?: boolean;
  readonly nonvolatile?: boolean;
  readonly unmergeable?: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Region = Mutable<Omit<MemoryRegion, 'subregions' | 'alias' | 'container'>> & {
  alias: Region | undefined;
  container: Region | undefined;
  subregions: Region[];
};

/** Makes a Topology by the steps that QEMU's boards take: init regions, add subregions, init address spaces. */
export class TopologyBuilder {
  private readonly regions: Region[] = [];
  private readonly spaces: { name: string; root: Region }[] = [];

  /** memory_region_init*: a region of `size` bytes without a place; terminates unless it is a container or an alias. */
  region(init: RegionInit): MemoryRegion {
    const region: Region = {
      id: this.regions.length,
      name: init.name,
      kind: init.kind,
      addr: 0n,
      size: init.size,
      priority: 0,
      enabled: init.enabled ?? true,
      terminates: init.terminates ?? (init.kind !== 'container' && init.kind !== 'alias'),
      readonly: init.readonly ?? init.kind === 'rom',
      romdMode: init.romdMode ?? init.kind === 'romd',
      nonvolatile: init.nonvolatile ?? false,
      unmergeable: init.unmergeable ?? false,
      aliasOffset: 0n,
      alias: undefined,
      container: undefined,
      subregions: [],
    };
    this.regions.push(region);
    return region;
  }

  /** memory_region_init_alias: shows `size` bytes of `target` from `offset` on. */
  alias(init: Omit<RegionInit, 'kind'>, target: MemoryRegion, offset: bigint): MemoryRegion {
    const region = this.mutable(this.region({ ...init, kind: 'alias' }));
    region.alias = this.mutable(target);
    region.aliasOffset = offset;
    return region;
  }

  /** Gives a region an address of its own without a container, as alias targets in dumps have it. */
  place(region: MemoryRegion, addr: bigint, priority: number): void {
    const own = this.mutable(region);
    own.addr = addr;
    own.priority = priority;
  }

  /**
   * memory_region_add_subregion_overlap: before the first sibling whose priority is lower or the same, so that
   * the newest of a priority wins.
   */
  add(container: MemoryRegion, child: MemoryRegion, addr: bigint, priority = 0): void {
    const own = this.mutable(child);
    const siblings = this.mutable(container).subregions;
    this.place(own, addr, priority);
    own.container = this.mutable(container);
    const at = siblings.findIndex((sibling) => sibling.priority <= priority);
    siblings.splice(at < 0 ? siblings.length : at, 0, own);
  }

  /** address_space_init. */
  addressSpace(name: string, root: MemoryRegion): void {
    this.spaces.push({ name, root: this.mutable(root) });
  }

  /** The builder must not be used afterwards. */
  build(pageBits = 12): Topology {
    const addressSpaces: AddressSpace[] = this.spaces.map(({ name, root }, id) => ({ id, name, root }));
    return { regions: this.regions, addressSpaces, pageBits };
  }

  private mutable(region: MemoryRegion): Region {
    const own = this.regions[region.id];
    if (own !== region) throw new Error(`region ${region.name} is of another topology`);
    return own;
  }
}
