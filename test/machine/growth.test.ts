import { expect, test } from 'vitest';
import { type PseriesSize, pseriesDump } from '../../bench/pseries.ts';
import { readDump, readDumpSteps } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion, NEWEST } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';

const SMALL: PseriesSize = { cpus: 60, nics: 60, bridges: 10 };
const LARGE: PseriesSize = { cpus: 600, nics: 600, bridges: 100 };

/** What else runs here may come between; what is quadratic fails each time. */
const TRIES = { retry: 5 };

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

test('a machine ten times as large takes at most twelve times as long', TRIES, () => {
  const small = pseriesDump(SMALL);
  const large = pseriesDump(LARGE);
  for (const text of [large, small, large, small]) readDump(text);
  const ratio = least(() => readDump(large)) / least(() => readDump(small));
  expect(ratio).toBeLessThan(12);
});

test('it is read in many pieces, none of which is a large part of the whole', TRIES, () => {
  const text = pseriesDump(LARGE);
  readDump(text);
  const whole = least(() => readDump(text));
  const pieces = Array.from({ length: 4 }, () => {
    const steps = readDumpSteps(text);
    let longest = 0;
    for (let done: boolean | undefined = false; !done; ) {
      const start = performance.now();
      ({ done } = steps.next());
      longest = Math.max(longest, performance.now() - start);
    }
    return longest;
  });
  expect(Math.min(...pieces)).toBeLessThan(whole / 4);
});
