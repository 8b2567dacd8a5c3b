import fc from 'fast-check';
import type { MemoryRegion, Topology } from '../../../server/src/memory/region.ts';
import { TopologyBuilder } from '../../../server/src/memory/topology.ts';

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

/** Machines of a handful of regions: overlaps, priorities, aliases of all kinds, disabled regions, several address spaces. */
export const topologies: fc.Arbitrary<Topology> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 14 }),
    spaces: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
  })
  .map(({ steps, spaces }) => {
    const b = new TopologyBuilder();
    const regions: MemoryRegion[] = [b.region({ name: 'root', kind: 'container', size: 1n << 64n })];
    const containers: MemoryRegion[] = [...regions];
    const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];
    steps.forEach(({ kind, size, at, priority, enabled, offset, parent, target, hung }, i) => {
      const name = `${kind}${i}`;
      const shown = pick(regions, target);
      // Aliases show only what is older, containers hold only what is newer: there are no loops.
      const made =
        kind === 'alias' && shown
          ? b.alias({ name, size, enabled }, shown, offset)
          : b.region({ name, kind: kind === 'alias' ? 'io' : kind, size, enabled });
      const container = pick(containers, parent);
      const isSafe = kind !== 'alias' || (container !== undefined && shown !== undefined && shown.id < container.id);
      if (container && hung && isSafe) b.add(container, made, at, priority);
      regions.push(made);
      if (kind === 'container') containers.push(made);
    });
    for (const [i, n] of spaces.entries()) b.addressSpace(`as${i}`, pick(regions, n) ?? regions[0] ?? never());
    return b.build();
  });

function never(): never {
  throw new Error('there is a root');
}
