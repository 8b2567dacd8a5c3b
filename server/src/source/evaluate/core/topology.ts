import type { CoreBehaviour } from '../../../memory/behaviour.ts';
import { isMerged } from '../../../memory/cpu-address-spaces.ts';
import type { AddressSpace, MemoryRegion, Topology } from '../../../memory/region.ts';
import type { Value } from '../parse/ast.ts';
import type { Program } from '../run/program.ts';

/** Regions and address spaces of a Topology as objects of the tree that is evaluated. */
export interface BuiltTopology {
  /** By region id: the address of the MemoryRegion. */
  readonly regions: readonly number[];
  /** By address space id: the address of the AddressSpace; CPUs that share one have the same. */
  readonly addressSpaces: readonly number[];
}

/** How a release makes the address space of a CPU: in later ones each has its own, else by root. */
export type CpuAddressSpaces = CoreBehaviour['cpuAddressSpaces'];

/**
 * Makes a Topology by the tree's own functions, as boards do, in one transaction that stays open: memory_region_init and
 * its like, _add_subregion_overlap, address_space_init. RAM is an i/o region with the flags of RAM: what it is made of, host
 * memory and dirty bitmaps, is no part of a FlatView.
 */
export function buildTopology(program: Program, topology: Topology, cpus: CpuAddressSpaces): BuiltTopology {
  const builder = new Builder(program);
  program.call('memory_region_transaction_begin');
  const regions = topology.regions.map(() => program.heap.allocateZeroed(program.structs.size('MemoryRegion')));
  for (const region of topology.regions) builder.initialise(region, regions);
  for (const region of topology.regions) builder.place(region, regions);
  const addressSpaces = builder.spaces(topology.addressSpaces, regions, cpus);
  return { regions, addressSpaces };
}

const MAX_U64 = (1n << 64n) - 1n;

/** What memory_region_init takes: 2^64 is UINT64_MAX. */
const sizeArgument = (size: bigint): bigint => (size > MAX_U64 ? MAX_U64 : size);

class Builder {
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  initialise(region: MemoryRegion, at: readonly number[]): void {
    const { program } = this;
    const own = at[region.id] ?? 0;
    const name = region.name === '(noname)' ? 0 : program.newString(region.name);
    const size = sizeArgument(region.size);
    const target = region.alias && at[region.alias.id];
    if (target !== undefined) {
      program.call('memory_region_init_alias', own, 0, name, target, BigInt.asUintN(64, region.aliasOffset), size);
    } else if (region.kind === 'container') program.call('memory_region_init', own, 0, name, size);
    else program.call('memory_region_init_io', own, 0, 0, 0, name, size);
    if (region.kind === 'ram' || region.kind === 'ramd' || region.kind === 'rom') this.set(own, 'ram', 1);
    if (region.kind === 'romd') this.set(own, 'rom_device', 1);
    if (region.kind === 'iommu') this.set(own, 'is_iommu', 1);
    this.set(own, 'terminates', region.terminates ? 1 : 0);
    this.set(own, 'enabled', region.enabled ? 1 : 0);
    this.set(own, 'readonly', region.readonly ? 1 : 0);
    if (region.kind === 'romd') this.set(own, 'romd_mode', region.romdMode ? 1 : 0);
    // Trees before these came have neither the member nor a region that has it.
    if (region.nonvolatile) this.set(own, 'nonvolatile', 1);
    if (region.unmergeable) this.set(own, 'unmergeable', 1);
  }

  private set(region: number, member: string, value: Value): void {
    if (this.program.structs.has('MemoryRegion', member))
      this.program.writeField(region, 'MemoryRegion', member, value);
  }

  /** Children, the last of the list first: among equals the newest comes first. */
  place(region: MemoryRegion, at: readonly number[]): void {
    const container = at[region.id] ?? 0;
    for (const child of [...region.subregions].reverse()) {
      const offset = BigInt.asUintN(64, child.addr);
      this.program.call('memory_region_add_subregion_overlap', container, offset, at[child.id] ?? 0, child.priority);
    }
  }

  spaces(spaces: readonly AddressSpace[], at: readonly number[], cpus: CpuAddressSpaces): number[] {
    const { program } = this;
    const shared = new Map<MemoryRegion, number>();
    return spaces.map((space) => {
      const isShared = isMerged(space, cpus);
      const known = isShared ? shared.get(space.root) : undefined;
      if (known !== undefined) return known;
      const root = at[space.root.id] ?? 0;
      const name = program.newString(space.name);
      // whether it shares is the tree's to say: from 967dc9b119 on it does not
      if (isShared && cpus === 'shareable') return Number(program.call('address_space_init_shareable', root, name));
      const made = program.heap.allocateZeroed(program.structs.size('AddressSpace'));
      program.call('address_space_init', made, root, name);
      if (isShared) shared.set(space.root, made);
      return made;
    });
  }
}
