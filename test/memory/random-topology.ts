import fc from 'fast-check';
import { type MemoryRegion, type RegionKind, type Topology, TWO_64 } from '../../server/src/memory/region.ts';
import { TopologyBuilder } from '../../server/src/memory/topology.ts';

/** One region of a random machine; `place` and `target` choose among the regions that may be meant. */
export interface Step {
  readonly kind: RegionKind;
  readonly addr: bigint;
  readonly size: bigint;
  readonly priority: number;
  readonly enabled: boolean;
  readonly terminates: boolean;
  readonly readonly: boolean;
  readonly nonvolatile: boolean;
  readonly unmergeable: boolean;
  readonly offset: bigint;
  readonly target: number;
  /** Which later region is its container; past the last: none. */
  readonly place: number;
}

const PAGE = 0x1000n;
const bases = [
  0n,
  0n,
  0n,
  PAGE,
  2n * PAGE,
  4n * PAGE,
  1n << 21n,
  1n << 32n,
  (1n << 63n) - PAGE,
  1n << 63n,
  TWO_64 - PAGE,
];
const nudges = [0n, 0n, 0n, 0n, 1n, 0x10n, 0x800n, 0xfffn];

const address = fc
  .tuple(fc.constantFrom(...bases), fc.constantFrom(...nudges))
  .map(([base, nudge]) => BigInt.asUintN(64, base + nudge));

const sizes = [0n, 1n, 0x10n, 0x800n, PAGE, PAGE, PAGE + 1n, 3n * PAGE, 8n * PAGE, 1n << 21n, 1n << 32n, 1n << 63n];
const size = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...sizes) },
  { weight: 1, arbitrary: fc.constantFrom(TWO_64 - 1n, TWO_64 - PAGE, TWO_64, TWO_64) },
);

const rarely = fc.integer({ min: 0, max: 7 }).map((n) => n === 0);

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<RegionKind>('container', 'container', 'alias', 'alias', 'ram', 'ram', 'io', 'rom', 'romd'),
  addr: fc.oneof(fc.constant(0n), address),
  size,
  priority: fc.constantFrom(0, 0, 0, 1, -1),
  enabled: rarely.map((off) => !off),
  terminates: rarely,
  readonly: rarely,
  nonvolatile: rarely,
  unmergeable: rarely,
  offset: fc.oneof(fc.constant(0n), address),
  target: fc.nat(30),
  place: fc.nat(30),
});

export const steps = fc.array(step, { minLength: 2, maxLength: 14 });

export interface RandomMachine {
  readonly topology: Topology;
  /** The children of each region in the order in which they were added. */
  readonly added: ReadonlyMap<MemoryRegion, readonly MemoryRegion[]>;
}

/**
 * Builds a machine without loops: a region's container comes after it, an alias' target before it. Every region is the
 * root of an address space, so that roots in the middle of trees, disabled ones and aliases are all there.
 */
export function machineOf(list: readonly Step[], all: Partial<Step> = {}): RandomMachine {
  const builder = new TopologyBuilder();
  const regions: MemoryRegion[] = [];
  for (const [i, one] of list.entries()) {
    const { kind, terminates, readonly, ...rest } = { ...one, ...all };
    const init = {
      name: `r${i}`,
      size: rest.size,
      enabled: rest.enabled,
      nonvolatile: rest.nonvolatile,
      unmergeable: rest.unmergeable,
      ...(readonly ? { readonly } : {}),
    };
    const target = regions[rest.target % Math.max(1, i)];
    if (kind === 'alias' && target) regions.push(builder.alias(init, target, rest.offset));
    else if (kind === 'alias' || kind === 'container')
      regions.push(builder.region({ ...init, kind: 'container', terminates }));
    else regions.push(builder.region({ ...init, kind }));
  }
  const added = new Map<MemoryRegion, MemoryRegion[]>();
  for (const [i, { addr, priority, place }] of list.entries()) {
    const region = regions[i];
    const later = regions.slice(i + 1).filter((r) => !r.alias);
    const container = later[place % (later.length + 1)];
    if (!region) continue;
    if (!container) {
      builder.place(region, addr, priority);
      continue;
    }
    builder.add(container, region, addr, priority);
    const children = added.get(container);
    if (children) children.push(region);
    else added.set(container, [region]);
  }
  for (const region of regions) builder.addressSpace(`as-${region.name}`, region);
  return { topology: builder.build(), added };
}

/** What is at an address, by the rule alone: the first region that claims it. */
export interface Hit {
  readonly region: MemoryRegion;
  readonly offset: bigint;
  readonly readonly: boolean;
  readonly nonvolatile: boolean;
  readonly unmergeable: boolean;
}

/**
 * The slow oracle: asks each region whether it has `at`, a place in its container's terms. Among siblings the highest
 * priority is asked first, of one priority the newest; a region that terminates takes what no child takes.
 */
export function probe(machine: RandomMachine, region: MemoryRegion, at: bigint): Hit | undefined {
  if (!region.enabled) return undefined;
  const inside = at - region.addr;
  if (inside < 0n || inside >= region.size) return undefined;
  const hit = region.alias
    ? probe(machine, region.alias, inside + region.aliasOffset + region.alias.addr)
    : (fromChildren(machine, region, inside) ?? own(region, inside));
  return (
    hit && {
      ...hit,
      readonly: hit.readonly || region.readonly,
      nonvolatile: hit.nonvolatile || region.nonvolatile,
      unmergeable: hit.unmergeable || region.unmergeable,
    }
  );
}

const own = (region: MemoryRegion, offset: bigint): Hit | undefined =>
  region.terminates ? { region, offset, readonly: false, nonvolatile: false, unmergeable: false } : undefined;

function fromChildren(machine: RandomMachine, region: MemoryRegion, inside: bigint): Hit | undefined {
  const children = machine.added.get(region) ?? [];
  const order = children.map((child, age) => ({ child, age }));
  order.sort((a, b) => b.child.priority - a.child.priority || b.age - a.age);
  for (const { child } of order) {
    const hit = probe(machine, child, inside);
    if (hit) return hit;
  }
  return undefined;
}

/** Every address at which anything can begin or end below `root`, and its neighbours; within [0, 2^64). */
export function boundaries(machine: RandomMachine, root: MemoryRegion): bigint[] {
  const found = new Set<bigint>([0n, TWO_64 - 1n]);
  const walk = (region: MemoryRegion, base: bigint, depth: number): void => {
    const start = base + region.addr;
    for (const edge of [start, start + region.size]) {
      for (const at of [edge - 1n, edge, edge + 1n]) if (at >= 0n && at < TWO_64) found.add(at);
    }
    if (region.alias && depth < 20) walk(region.alias, start - region.aliasOffset - region.alias.addr, depth + 1);
    for (const child of machine.added.get(region) ?? []) walk(child, start, depth + 1);
  };
  walk(root, 0n, 0);
  return [...found];
}
