import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORE_VERSIONS, distinctVersions } from '../../server/src/memory/core-versions.ts';
import {
  buildDispatch,
  type DispatchTree,
  DispatchTrees,
  lookup,
  type Section,
} from '../../server/src/memory/dispatch.ts';
import { explainAddress, explainSharing } from '../../server/src/memory/explain.ts';
import type { FlatRange } from '../../server/src/memory/flat-range.ts';
import { flatviewRoot } from '../../server/src/memory/flatview-root.ts';
import { Placements } from '../../server/src/memory/placements.ts';
import { type AddressSpace, type MemoryRegion, TWO_64 } from '../../server/src/memory/region.ts';
import { renderRoot } from '../../server/src/memory/render.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { TopologyBuilder } from '../../server/src/memory/topology.ts';
import { boundaries, type Hit, machineOf, probe, type Step, steps } from './random-topology.ts';
import { core, rangeText } from './sketch.ts';

const law = (runs: number, check: (list: readonly Step[]) => void): void => {
  fc.assert(fc.property(steps, check), { seed: 20170921, numRuns: runs });
};

const rangeAt = (ranges: readonly FlatRange[], address: bigint): FlatRange | undefined =>
  ranges.find((range) => address >= range.start && address < range.start + range.size);

const hitText = (hit: Hit | undefined): string =>
  hit
    ? `${hit.region.name}+${hit.offset.toString(16)}${hit.readonly ? ' ro' : ''}${hit.nonvolatile ? ' nv' : ''}${hit.unmergeable ? ' unmergeable' : ''}`
    : 'nothing';

/** A range as the oracle would tell it at `address`. */
const seen = (range: FlatRange | undefined, address: bigint): string =>
  hitText(range && { ...range, offset: range.offset + address - range.start });

const newest = core('10.0');

describe('rendering', () => {
  test('ranges are sorted, disjoint, not empty, within 2^64, and none could be merged with the next', () => {
    law(400, (list) => {
      for (const root of machineOf(list).topology.regions) {
        const { ranges, truncated } = renderRoot(root, newest);
        expect(truncated).toBe(false);
        let end = 0n;
        for (const [i, range] of ranges.entries()) {
          expect(range.size > 0n && range.start >= end && range.start + range.size <= TWO_64).toBe(true);
          expect(range.region.terminates && range.offset >= 0n && range.offset + range.size <= range.region.size).toBe(
            true,
          );
          const last = ranges[i - 1];
          if (last) expect(continues(last, range)).toBe(false);
          end = range.start + range.size;
        }
      }
    });
  });

  test('at every address the first region that claims it shows, with the flags of all on the way', () => {
    law(250, (list) => {
      const machine = machineOf(list);
      for (const root of machine.topology.regions) {
        const { ranges } = renderRoot(root, newest);
        for (const address of boundaries(machine, root)) {
          expect(seen(rangeAt(ranges, address), address)).toBe(hitText(probe(machine, root, address)));
        }
      }
    });
  });

  test('simplifying changes no look-up: the same machine, all of it unmergeable', () => {
    law(200, (list) => {
      const merging = machineOf(list, { unmergeable: false });
      const keeping = machineOf(list, { unmergeable: true });
      for (const root of merging.topology.regions) {
        const merged = renderRoot(root, newest);
        const kept = renderRoot(keeping.topology.regions[root.id], newest);
        expect(kept.ranges).toHaveLength(kept.inserted);
        expect(merged.inserted).toBe(kept.inserted);
        for (const { start, size } of kept.ranges) {
          for (const address of [start, start + size - 1n]) {
            expect(seen(rangeAt(merged.ranges, address), address)).toBe(
              seen(rangeAt(kept.ranges, address), address).replace(' unmergeable', ''),
            );
          }
        }
        expect(total(merged.ranges)).toBe(total(kept.ranges));
      }
    });
  });

  test('explainAddress says what rendering shows, and its hidden ones are those without it', () => {
    law(150, (list) => {
      const machine = machineOf(list);
      for (const root of machine.topology.regions) {
        const { ranges } = renderRoot(root, newest);
        for (const address of boundaries(machine, root)) {
          const { visible, hidden } = explainAddress(root, address);
          const range = rangeAt(ranges, address);
          expect(visible?.region).toBe(range?.region);
          if (!visible || !range) continue;
          expect(visible.offset).toBe(range.offset + address - range.start);
          expect(visible.readonly).toBe(range.readonly);
          expect(visible.chain[0]).toBe(root);
          for (const place of hidden) expect(place.region.terminates).toBe(true);
        }
      }
    });
  });
});

test('a region of the lowest priority changes nothing where all is covered', () => {
  let covered = 0;
  law(900, (list) => {
    for (const root of machineOf(list).topology.regions) {
      if (root.terminates || root.alias) continue;
      const { ranges } = renderRoot({ ...root, addr: 0n, enabled: true }, newest);
      for (const { start, size } of ranges) {
        covered++;
        const least = Math.min(0, ...root.subregions.map((child) => child.priority)) - 1;
        const more = { ...blank, addr: start, size, priority: least };
        const grown = { ...root, addr: 0n, enabled: true, subregions: [...root.subregions, more] };
        expect(renderRoot(grown, newest).ranges.map(rangeText)).toEqual(ranges.map(rangeText));
      }
    }
  });
  expect(covered).toBeGreaterThan(300);
});

const blank = new TopologyBuilder().region({ name: 'background', kind: 'ram', size: 0n });

function continues(a: FlatRange, b: FlatRange): boolean {
  return (
    a.start + a.size === b.start &&
    a.region === b.region &&
    a.offset + a.size === b.offset &&
    a.readonly === b.readonly &&
    a.nonvolatile === b.nonvolatile &&
    !a.unmergeable &&
    !b.unmergeable
  );
}

function found(tree: DispatchTree, address: bigint): Section {
  const section = lookup(tree, address, 12);
  if (!section) throw new Error('a look-up found no section at all');
  return section;
}

const total = (ranges: readonly FlatRange[]): bigint => ranges.reduce((sum, range) => sum + range.size, 0n);

test('placements that are walked once say of every address what explainAddress says', () => {
  law(150, (list) => {
    const machine = machineOf(list);
    for (const root of machine.topology.regions) {
      const placements = new Placements(root);
      for (const address of boundaries(machine, root))
        expect(placements.at(address)).toEqual(explainAddress(root, address));
    }
  });
});

describe('dispatch', () => {
  test.each([8, 10, 12, 13, 16])('pages of 2^%i bytes: a look-up finds what the ranges say', (pageBits) => {
    law(60, (list) => {
      const machine = machineOf(list);
      for (const root of machine.topology.regions) {
        const { ranges } = renderRoot(root, newest);
        const tree = buildDispatch(ranges, 1, pageBits);
        // folding goes round levels: what lies a power of 512 pages off could land on the same node
        const edges = ranges.flatMap(({ start, size }) => [start - 1n, start, start + size - 1n, start + size]);
        const far = edges.flatMap((at) => [9n, 18n, 45n].map((level) => at ^ (1n << (level + BigInt(pageBits)))));
        for (const address of [...edges, ...far]) {
          if (address < 0n || address >= TWO_64) continue;
          const section = lookup(tree, address, pageBits);
          expect(section?.region).toBe(rangeAt(ranges, address)?.region);
          expect(section?.kind).toBe(section?.region ? 'range' : 'reserved');
        }
      }
    });
  });

  test('views that lie alike share nodes, and each has the tree that it would have alone', () => {
    let shared = 0;
    law(100, (list) => {
      const trees = new DispatchTrees(1, 12);
      for (const root of machineOf(list).topology.regions) {
        const { ranges } = renderRoot(root, newest);
        // the same places, of other regions
        const twins = ranges.map((range) => ({ ...range, region: root }));
        for (const own of [ranges, twins]) expect(trees.build(own)).toEqual(buildDispatch(own, 1, 12));
        if (ranges.length > 0) shared++;
      }
    });
    expect(shared).toBeGreaterThan(50);
  });

  test('compaction changes no look-up', () => {
    let folded = 0;
    law(100, (list) => {
      for (const root of machineOf(list).topology.regions) {
        const { ranges } = renderRoot(root, newest);
        const [plain, compact] = [false, true].map((compacted) => buildDispatch(ranges, 1, 12, compacted));
        if (!plain || !compact) continue;
        if (plain.root !== compact.root) folded++;
        for (const { start, size } of ranges) {
          for (const at of [start - 1n, start, start + size - 1n, start + size, start ^ (1n << 57n)]) {
            const address = BigInt.asUintN(64, at);
            const sections = [plain, compact].map((tree) => tree.sections.indexOf(found(tree, address)));
            expect(sections[0]).toBe(sections[1]);
          }
        }
      }
    });
    expect(folded).toBeGreaterThan(50);
  });

  test('sections of a range are it, cut at pages; each page that is split has one container', () => {
    law(150, (list) => {
      for (const root of machineOf(list).topology.regions) {
        const { ranges } = renderRoot(root, newest);
        for (const dummies of [1, 4]) {
          const tree = buildDispatch(ranges, dummies, 12);
          const own = tree.sections.filter((section) => section.kind === 'range');
          for (const range of ranges) {
            const parts = own.filter((s) => s.start >= range.start && s.start < range.start + range.size);
            expect(parts.length >= 1 && parts.length <= 3).toBe(true);
            expect(parts.reduce((sum, part) => sum + part.size, 0n)).toBe(range.size);
          }
          const containers = tree.sections.filter((section) => section.kind === 'subpage');
          expect(new Set(containers.map((section) => section.start)).size).toBe(containers.length);
          expect(tree.subpages).toBe(containers.length);
          expect(tree.sections).toHaveLength(dummies + own.length + containers.length);
          expect(tree.nodesWanted === 0).toBe(ranges.length === 0);
        }
      }
    });
  });
});

/**
 * Sharing renders the key, not the root that an address space was given. What is lost on the way are the traps of
 * MEMORY-CORE 1.6: flags of the regions that are skipped, and addresses of the root or of an alias' target.
 */
function hasTrap(space: AddressSpace): boolean {
  const { steps: walk, root } = flatviewRoot(space.root, newest.rootSearch);
  if (root === space.root) return false;
  const passed: MemoryRegion[] = walk.map((step) => step.region);
  return passed.some(
    (region) =>
      region.addr !== 0n || (region !== root && (region.readonly || region.nonvolatile || region.unmergeable)),
  );
}

const DISTINCT = distinctVersions(CORE_VERSIONS);
const SHARING = DISTINCT.slice(DISTINCT.findIndex((version) => version.name === 'e673ba9af9'));

describe('sharing', () => {
  test.each(CORE_VERSIONS)('$name runs on any machine', ({ behaviour }) => {
    law(5, (list) => {
      const { topology, viewOf, truncated } = takeSnapshot(machineOf(list).topology, behaviour);
      expect(viewOf).toHaveLength(topology.addressSpaces.length);
      expect(truncated).toEqual([]);
    });
  });

  test.each(SHARING)('$name: address spaces that share a view would each render it themselves', ({ behaviour }) => {
    law(100, (list) => {
      const snapshot = takeSnapshot(machineOf(list).topology, behaviour);
      for (const space of snapshot.topology.addressSpaces) {
        if (hasTrap(space)) continue;
        const view = snapshot.viewOf[space.id];
        expect(view?.ranges.map(rangeText)).toEqual(renderRoot(space.root, behaviour).ranges.map(rangeText));
      }
    });
  });

  test.each(DISTINCT)('$name: every address space has one view, and explainSharing agrees', ({ behaviour }) => {
    law(40, (list) => {
      const { topology, views, viewOf, totals } = takeSnapshot(machineOf(list).topology, behaviour);
      expect(views.flatMap((view) => view.addressSpaces)).toHaveLength(topology.addressSpaces.length);
      expect(viewOf).toHaveLength(topology.addressSpaces.length);
      expect(totals.flatViews).toBe(views.length);
      expect(totals.emptyFlatViews).toBe(views.filter((view) => view.ranges.length === 0).length);
      if (behaviour.emptyViews === 'by-null-key')
        expect(views.filter((view) => view.root === undefined)).toHaveLength(1);
      for (const a of topology.addressSpaces) {
        expect(viewOf[a.id]?.addressSpaces).toContain(a);
        for (const b of topology.addressSpaces) {
          expect(explainSharing(a, b, behaviour).shared).toBe(viewOf[a.id] === viewOf[b.id]);
        }
      }
    });
  });

  // not so with disabled regions: 967dc9b119 follows a disabled alias, e673ba9af9 stops there
  test('where all is enabled, a later state of the search shares at least as much', () => {
    law(150, (list) => {
      const { topology } = machineOf(list, { enabled: true });
      const alive = ['2.10', '967dc9b119', 'e673ba9af9', '092aa2fc65'].map(
        (version) => takeSnapshot(topology, core(version)).views.filter((view) => view.addressSpaces.length > 0).length,
      );
      expect(alive).toEqual([...alive].sort((a, b) => b - a));
    });
  });
});
