import { expect, test } from 'vitest';
import { type PseriesSize, pseriesDump } from '../../bench/pseries.ts';
import { readDump, readDumpSteps } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion, NEWEST } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';

const SMALL: PseriesSize = { cpus: 60, nics: 60, bridges: 10 };
const LARGE: PseriesSize = { cpus: 600, nics: 600, bridges: 100 };

/** The least of several runs, in milliseconds: what else runs here only adds. */
function least(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

test('what the generator prints is a machine without problems, with the views of that machine', () => {
  const machine = readDump(pseriesDump(SMALL));
  expect(machine.problems).toEqual([]);
  const { totals } = takeSnapshot(machine.topology, (coreVersion('2.10') ?? NEWEST).behaviour);
  // of memory, I/O and the PHB one each; CPUs share one (address_space_init_shareable)
  expect(totals.addressSpaces).toBe(4 + 2 * SMALL.nics + SMALL.bridges);
});

/** Of `npm run bench` is how near it comes to ten times; here nothing may be quadratic, whatever else runs. */
test('a machine ten times as large takes nothing like a hundred times as long', { retry: 3 }, () => {
  const small = pseriesDump(SMALL);
  const large = pseriesDump(LARGE);
  for (const text of [large, small, large, small]) readDump(text);
  const ratio = least(() => readDump(large)) / least(() => readDump(small));
  expect(ratio).toBeLessThan(50);
});

test('a larger machine is read in more pieces, not in larger ones', () => {
  const pieces = (size: PseriesSize): number => {
    const steps = readDumpSteps(pseriesDump(size));
    let count = 0;
    while (!steps.next().done) count++;
    return count;
  };
  expect(pieces(LARGE)).toBeGreaterThan(5 * pieces(SMALL));
});
