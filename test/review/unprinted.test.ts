import { describe, expect, test } from 'vitest';
import { compareMachines } from '../../server/src/review/machines/compare-machines.ts';
import { mtree } from '../machine/mtree.ts';
import { sideOf } from '../machine-pairs.ts';

const board = (lines: string): string =>
  mtree(`
    address-space: memory
      0-* (prio 0, i/o): system${lines}
        4000-4fff (prio 1, i/o): timer
        5000-5fff (prio 0, ram): ram
  `);

const FULL = board(`
        2000-2fff (prio 1, i/o): uart [disabled]
          2000-20ff (prio 0, i/o): fifo`);
// the line of a disabled region is left out, what is below it is not
const PLAIN = board(`
          2000-20ff (prio 0, i/o): fifo`);

const found = (before: string, after: string): string[] =>
  compareMachines(sideOf(before), sideOf(after)).findings.map((finding) =>
    finding.subject === 'region'
      ? `${finding.kind} ${(finding.region.after ?? finding.region.before)?.name}`
      : finding.kind,
  );

describe('a dump without -D against one with it', () => {
  test('what is disabled is no difference, in either direction', () => {
    expect(found(PLAIN, FULL)).toEqual([]);
    expect(found(FULL, PLAIN)).toEqual([]);
  });

  test('what shows is compared all the same', () => {
    expect(
      found(PLAIN, FULL.replace('0000000000004000-0000000000004fff', '0000000000003000-0000000000003fff')),
    ).toEqual(['moved timer']);
    expect(found(FULL, PLAIN.replace(/^.*timer\n/m, ''))).toEqual(['gone timer']);
  });

  test('two dumps with it: a disabled region that went is told', () => {
    expect(found(FULL, FULL.replace(/^.*fifo\n/m, ''))).toEqual(['gone fifo']);
  });
});
