import { describe, expect, test } from 'vitest';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { dumps, rows, topologyOf } from '../gold.ts';
import { hasShared, WITHOUT } from '../shared.ts';

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
