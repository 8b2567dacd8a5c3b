import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import type { MachineSide, Pair } from './model.ts';
import { stableOwner } from './owner.ts';
import { type Key, Partners, pairByKeys } from './pairing.ts';

type RegionKey = Key<MemoryRegion>;

/**
 * The regions of two machines that are one: the roots of address spaces that are paired, below them children of one
 * name (and owner, place, size where names repeat), the targets of paired aliases; then roots of no address space;
 * last, regions that went to another container. The root of an address space of one machine only has no partner.
 */
export function pairRegions(
  before: MachineSide,
  after: MachineSide,
  spaces: readonly Pair<AddressSpace>[],
): Partners<MemoryRegion> {
  return new RegionPairing(before, after).run(spaces);
}

class RegionPairing {
  private readonly partners = new Partners<MemoryRegion>();
  private readonly fresh: { before: MemoryRegion; after: MemoryRegion }[] = [];
  private readonly keys: Record<'children' | 'roots' | 'elsewhere', readonly RegionKey[]>;

  constructor(
    private readonly before: MachineSide,
    private readonly after: MachineSide,
  ) {
    const sides = { before, after };
    const owner: RegionKey = ({ id }, side) => sides[side].facts.owners.get(id);
    const stable: RegionKey = (region, side) => stableOwner(owner(region, side));
    const place: RegionKey = ({ addr }) => addr.toString(16);
    const size: RegionKey = (region) => region.size.toString(16);
    const kind: RegionKey = (region) => (region.kind === 'iommu' || region.kind === 'container' ? 'io' : region.kind);
    const target: RegionKey = ({ alias, aliasOffset }) => alias && `${alias.name}+${aliasOffset.toString(16)}`;
    this.keys = {
      children: [
        key(kind, place, size, stable),
        key(kind, size, stable),
        key(kind, place, size, target),
        key(kind, size, target),
        key(kind, place, size),
        key(kind, size, owner),
        key(kind, size),
        key(kind, place),
        key(owner),
        key(),
      ],
      roots: [key(kind, size, stable), key(kind, size, place), key(kind, size), key(kind), key()],
      elsewhere: [key(kind, size, stable), key(kind, size, owner), key(kind, size)],
    };
  }

  run(spaces: readonly Pair<AddressSpace>[]): Partners<MemoryRegion> {
    for (const pair of spaces) if (pair.before && pair.after) this.pair(pair.before.root, pair.after.root);
    this.spread();
    const unpaired = (which: (side: MachineSide) => readonly MemoryRegion[], keys: readonly RegionKey[]): void => {
      const free = (side: MachineSide) => which(side).filter((region) => !this.partners.has(region));
      for (const pair of pairByKeys(free(this.before), free(this.after), keys)) this.pair(pair.before, pair.after);
      this.spread();
    };
    unpaired(standingAlone, this.keys.roots);
    unpaired((side) => this.adoptable(side), this.keys.elsewhere);
    return this.partners;
  }

  /** Pairs two regions if both are still free. */
  private pair(before: MemoryRegion, after: MemoryRegion): void {
    if (this.partners.has(before) || this.partners.has(after)) return;
    this.partners.add(before, after);
    this.fresh.push({ before, after });
  }

  /** What newly paired regions tell of others: their targets, then their children. */
  private spread(): void {
    for (let next = this.fresh.shift(); next; next = this.fresh.shift()) {
      const { before, after } = next;
      if (before.alias && after.alias && before.alias.name === after.alias.name) this.pair(before.alias, after.alias);
      const free = ({ subregions }: MemoryRegion) => inOrder(subregions.filter((child) => !this.partners.has(child)));
      for (const pair of pairByKeys(free(before), free(after), this.keys.children)) this.pair(pair.before, pair.after);
    }
  }

  /** Regions that may have come from, or gone to, another container: not what an address space has of its own. */
  private adoptable(side: MachineSide): readonly MemoryRegion[] {
    const own = new Set(side.snapshot.topology.addressSpaces.map((space) => space.root));
    const mayMove = (region: MemoryRegion): boolean => {
      let top = region;
      while (top.container && !own.has(top)) top = top.container;
      return !own.has(top) || this.partners.has(top);
    };
    return side.snapshot.topology.regions.filter(mayMove);
  }
}

/** Regions of one name, and alike in what the parts say; no key where a part has none. */
const key =
  (...parts: RegionKey[]): RegionKey =>
  (region, side) => {
    const values = parts.map((part) => part(region, side));
    return values.includes(undefined) ? undefined : [region.name, ...values].join('\0');
  };

/** Targets of aliases and the like: in no container, and root of no address space. */
function standingAlone({ snapshot: { topology } }: MachineSide): readonly MemoryRegion[] {
  const roots = new Set(topology.addressSpaces.map((space) => space.root));
  return topology.regions.filter((region) => !region.container && !roots.has(region));
}

const inOrder = (regions: readonly MemoryRegion[]): readonly MemoryRegion[] =>
  [...regions].sort((a, b) => (a.addr < b.addr ? -1 : a.addr > b.addr ? 1 : b.priority - a.priority));
