import fc from 'fast-check';
import type { MemoryRegion, Topology } from '../../../server/src/memory/region.ts';
import { TopologyBuilder } from '../../../server/src/memory/topology.ts';
import type { EvaluatedCore } from '../../../server/src/source/evaluate/core/memory-core.ts';

/** Sizes and places: small ones that overlap, and some at the ends of 64 bits. */
const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.nat(7).map((n) => BigInt(n + 1) * 0x800n) },
  { weight: 1, arbitrary: fc.constantFrom(1n << 63n, 1n << 64n, (1n << 64n) - 0x1000n) },
);
const places = fc.oneof(
  { weight: 6, arbitrary: fc.nat(15).map((n) => BigInt(n) * 0x800n) },
  { weight: 1, arbitrary: fc.constantFrom(1n << 62n, (1n << 63n) + 0x1000n, (1n << 64n) - 0x2000n) },
);

const step = fc.record({
  kind: fc.constantFrom('container', 'io', 'ram', 'rom', 'alias'),
  size: sizes,
  at: places,
  priority: fc.integer({ min: -1, max: 2 }),
  enabled: fc.nat(5).map((n) => n > 0),
  offset: fc.oneof(fc.constant(0n), places),
  parent: fc.nat(),
  target: fc.nat(),
  hung: fc.nat(9).map((n) => n > 0),
});

/** What becomes of a region after the first commit. */
const fates = fc.record({
  enabled: fc.boolean(),
  /** Stays, is taken out, or comes only now. */
  way: fc.constantFrom('stays', 'stays', 'stays', 'goes', 'comes'),
  at: fc.option(places, { freq: 3, nil: undefined }),
  size: fc.option(sizes, { freq: 3, nil: undefined }),
  offset: fc.option(places, { freq: 3, nil: undefined }),
});

const steps = fc.array(fc.tuple(step, fates), { minLength: 1, maxLength: 14 });
const spaces = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
/** A part of a machine; `late` ones are added after the others, as what is moved is added anew. */
type Part = Step & { readonly gone: boolean; readonly late: boolean };

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];

/** What an alias in a container may show: from one container to the next the way leads to newer ones, so there are no loops. */
const isBelow = (shown: MemoryRegion, container: MemoryRegion): boolean =>
  shown.alias ? isBelow(shown.alias, container) : shown.id > container.id;

function machineOf(parts: readonly Part[], users: readonly number[]): Topology {
  const b = new TopologyBuilder();
  const root = b.region({ name: 'root', kind: 'container', size: 1n << 64n });
  const regions: MemoryRegion[] = [root];
  const containers: MemoryRegion[] = [root];
  const late: (() => void)[] = [];
  parts.forEach(({ kind, size, at, priority, enabled, offset, parent, target, hung, gone, late: isLate }, i) => {
    const name = `${kind}${i}`;
    const shown = pick(regions, target);
    const made =
      kind === 'alias' && shown
        ? b.alias({ name, size, enabled }, shown, offset)
        : b.region({ name, kind: kind === 'alias' ? 'io' : kind, size, enabled });
    const container = pick(containers, parent);
    const isSafe = kind !== 'alias' || (container !== undefined && shown !== undefined && isBelow(shown, container));
    if (container && hung && isSafe && !gone) {
      const add = () => b.add(container, made, at, priority);
      if (isLate) late.push(add);
      else add();
    }
    // What was taken out keeps its place.
    else if (container && hung && isSafe) b.place(made, at, priority);
    regions.push(made);
    if (kind === 'container') containers.push(made);
  });
  for (const add of late) add();
  for (const [i, n] of users.entries()) b.addressSpace(`as${i}`, pick(regions, n) ?? root);
  return b.build();
}

export interface Change {
  readonly before: Topology;
  readonly after: Topology;
}

/**
 * A machine before and after: the same regions, some disabled or enabled, taken out of their containers, or, `moving`,
 * moved, resized, or aliases that show another place.
 */
const changesOf = (moving: boolean): fc.Arbitrary<Change> =>
  fc.record({ steps, spaces }).map(({ steps: parts, spaces: users }) => ({
    before: machineOf(
      parts.map(([part, { way }]) => ({ ...part, hung: part.hung && way !== 'comes', gone: false, late: false })),
      users,
    ),
    after: machineOf(
      parts.map(([part, { enabled, way, at, size, offset }]) => {
        const isMoved = moving && way === 'stays' && at !== undefined && at !== part.at;
        const moved = moving && way === 'stays' ? { at: at ?? part.at, size: size ?? part.size } : {};
        const shown = moving && part.kind === 'alias' ? { offset: offset ?? part.offset } : {};
        return { ...part, ...moved, ...shown, enabled, gone: way === 'goes', late: isMoved || way === 'comes' };
      }),
      users,
    ),
  }));

/** What the specimen core has functions for. */
export const changes: fc.Arbitrary<Change> = changesOf(false);
/** What QEMU's has. */
export const allChanges: fc.Arbitrary<Change> = changesOf(true);

/** Machines of a handful of regions: overlaps, priorities, aliases of all kinds, disabled regions, several address spaces. */
export const topologies: fc.Arbitrary<Topology> = changes.map(({ before }) => before);

/** Makes one machine of the other by the functions of the tree, in one transaction. */
export function applyChange(core: EvaluatedCore, before: Topology, after: Topology): void {
  const { program } = core;
  core.transaction(() => {
    for (const region of before.regions) {
      const later = after.regions[region.id];
      const at = core.regionAt(region.id);
      if (!later) continue;
      if (later.enabled !== region.enabled) program.call('memory_region_set_enabled', at, later.enabled ? 1 : 0);
      if (region.container && !later.container)
        program.call('memory_region_del_subregion', core.regionAt(region.container.id), at);
      if (!region.container && later.container) {
        const container = core.regionAt(later.container.id);
        program.call('memory_region_add_subregion_overlap', container, later.addr, at, later.priority);
      } else if (region.container && later.container && later.addr !== region.addr)
        program.call('memory_region_set_address', at, later.addr);
      if (later.size !== region.size) program.call('memory_region_set_size', at, sizeArgument(later.size));
      if (later.alias && later.aliasOffset !== region.aliasOffset)
        program.call('memory_region_set_alias_offset', at, later.aliasOffset);
    }
  });
}

const sizeArgument = (size: bigint): bigint => (size === 1n << 64n ? (1n << 64n) - 1n : size);
