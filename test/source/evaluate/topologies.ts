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

/** What the machine is made of, with what becomes of it later: disabled or enabled, taken out. */
const steps = fc.array(fc.tuple(step, fc.boolean(), fc.nat(4)), { minLength: 1, maxLength: 14 });
const spaces = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });

type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) & { readonly gone: boolean };

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];

function machineOf(parts: readonly Step[], users: readonly number[]): Topology {
  const b = new TopologyBuilder();
  const root = b.region({ name: 'root', kind: 'container', size: 1n << 64n });
  const regions: MemoryRegion[] = [root];
  const containers: MemoryRegion[] = [root];
  parts.forEach(({ kind, size, at, priority, enabled, offset, parent, target, hung, gone }, i) => {
    const name = `${kind}${i}`;
    const shown = pick(regions, target);
    const made =
      kind === 'alias' && shown
        ? b.alias({ name, size, enabled }, shown, offset)
        : b.region({ name, kind: kind === 'alias' ? 'io' : kind, size, enabled });
    const container = pick(containers, parent);
    // An alias shows only what is older than its container: there are no loops.
    const isSafe = kind !== 'alias' || (container !== undefined && shown !== undefined && shown.id < container.id);
    if (container && hung && isSafe && !gone) b.add(container, made, at, priority);
    // What was taken out keeps its place.
    else if (container && hung && isSafe) b.place(made, at, priority);
    regions.push(made);
    if (kind === 'container') containers.push(made);
  });
  for (const [i, n] of users.entries()) b.addressSpace(`as${i}`, pick(regions, n) ?? root);
  return b.build();
}

/** A machine before and after: the same regions, some disabled or enabled, some taken out of their containers. */
export const changes: fc.Arbitrary<{ readonly before: Topology; readonly after: Topology }> = fc
  .record({ steps, spaces })
  .map(({ steps: parts, spaces: users }) => ({
    before: machineOf(
      parts.map(([part]) => ({ ...part, gone: false })),
      users,
    ),
    after: machineOf(
      parts.map(([part, enabled, stays]) => ({ ...part, enabled, gone: stays === 0 })),
      users,
    ),
  }));

/** Machines of a handful of regions: overlaps, priorities, aliases of all kinds, disabled regions, several address spaces. */
export const topologies: fc.Arbitrary<Topology> = changes.map(({ before }) => before);

/** Makes one machine of the other by the functions of the tree. */
export function applyChange(core: EvaluatedCore, before: Topology, after: Topology): void {
  core.transaction(() => {
    for (const region of before.regions) {
      const later = after.regions[region.id];
      const at = core.regionAt(region.id);
      if (later && later.enabled !== region.enabled) {
        core.program.call('memory_region_set_enabled', at, later.enabled ? 1 : 0);
      }
      if (region.container && !later?.container) {
        core.program.call('memory_region_del_subregion', core.regionAt(region.container.id), at);
      }
    }
  });
}
