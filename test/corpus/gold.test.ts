import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import type { Totals } from '../../server/src/memory/flat-view.ts';
import type { Topology } from '../../server/src/memory/region.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';

/** The commits of the sharing series that were built and counted, with the model's version of each. */
const MODELLED: Readonly<Record<string, string>> = {
  '9a62e24f45': '2.10',
  '166206845f': '2.10',
  '9bf561e36c': '89c177bbdd',
  '967dc9b119': '967dc9b119',
  '67ace39b25': '967dc9b119',
  '5e8fd947e2': '967dc9b119',
  b516572f31: '967dc9b119',
  '202fc01b05': '967dc9b119',
  '02d9651d6a': '967dc9b119',
  e673ba9af9: 'e673ba9af9',
  '092aa2fc65': '092aa2fc65',
};

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
const rows = hasShared ? goldRows().filter(({ commit, machine }) => commit in MODELLED && dumps.has(machine)) : [];

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

test.runIf(hasShared)('each modelled commit is in the table, for each machine with a dump', () => {
  expect(rows).toHaveLength(Object.keys(MODELLED).length * dumps.size);
});

describe('the model counts what QEMU, built at each commit, had alive', () => {
  test.each(rows)('$commit $machine', ({ commit, machine, alive }) => {
    const { bytes: _, ...totals } = takeSnapshot(
      topologyOf(machine),
      coreVersion(MODELLED[commit] ?? '')?.behaviour ?? never(),
    ).totals;
    expect(totals).toEqual(alive);
  });
});

function never(): never {
  throw new Error('no such core');
}
