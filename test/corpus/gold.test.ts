import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import type { Totals } from '../../server/src/memory/flat-view.ts';
import type { Topology } from '../../server/src/memory/region.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';

interface Row {
  readonly commit: string;
  readonly machine: string;
  readonly alive: Omit<Totals, 'bytes'>;
}

function goldRows(): Row[] {
  const [head, ...lines] = readShared('gold/counts-2017.tsv').trim().split('\n');
  const names = head?.split('\t') ?? [];
  return lines.map((line) => {
    const cells = line.split('\t');
    const count = (name: string): number => Number(cells[names.indexOf(name)]);
    return {
      commit: cells[0] ?? '',
      machine: cells[1] ?? '',
      alive: {
        addressSpaces: count('address_spaces'),
        flatViews: count('flatviews'),
        emptyFlatViews: count('empty_flatviews'),
        flatRanges: count('flat_ranges'),
        dispatchSections: count('dispatch_sections'),
        dispatchNodes: count('dispatch_nodes'),
        dispatchNodesAllocated: count('dispatch_nodes_allocated'),
      },
    };
  });
}

const dumps = new Map(corpusFiles('qemu-2.10-dev-').map((file) => [file.replace(/^.*\/|\.mtree$/g, ''), file]));
const rows = hasShared ? goldRows().filter(({ machine }) => dumps.has(machine)) : [];

/** Dumps are large: each is read once. */
const read = new Map<string, Topology>();
function topologyOf(machine: string): Topology {
  const known = read.get(machine);
  if (known) return known;
  const { topology } = readDump(readShared(`corpus/${dumps.get(machine)}`));
  read.set(machine, topology);
  return topology;
}

test.skipIf(hasShared)(`the model counts what QEMU, built at each commit, had alive${WITHOUT}`, () => {});

test.runIf(hasShared)('every commit that was built was counted on every machine with a dump', () => {
  expect(rows).toHaveLength(new Set(rows.map((row) => row.commit)).size * dumps.size);
  expect(rows.length).toBeGreaterThanOrEqual(36);
});

describe('the model counts what QEMU, built at each commit, had alive', () => {
  test.each(rows)('$commit $machine', ({ commit, machine, alive }) => {
    const { bytes: _, ...totals } = takeSnapshot(topologyOf(machine), coreVersion(commit)?.behaviour ?? never()).totals;
    expect(totals).toEqual(alive);
  });
});

function never(): never {
  throw new Error('no such core');
}
