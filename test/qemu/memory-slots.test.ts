import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { memorySlots } from '../../server/src/memory/memory-slots.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { hex } from '../../server/src/text/hex.ts';
import { hasKvm, isKvm, MIXES, WITHOUT_KVM } from './mixes.ts';
import { askTraced, slotsAlive } from './traces.ts';

describe.concurrent(`the model's memory slots are those that the kernel was given${WITHOUT_KVM}`, () => {
  test.skipIf(!hasKvm).each(MIXES.filter(isKvm))('$name', async (mix) => {
    const commands = ['info mtree -o -D', 'info mtree -f -d'];
    const { answers, trace } = await askTraced(mix, ['kvm_set_user_memory'], commands);
    const { topology } = readDump(answers.answers.map(({ text }) => text).join(''));
    const core = coreVersion(answers.release);
    if (!core) throw new Error(`no core for ${answers.release}`);
    const slots = memorySlots(takeSnapshot(topology, core.behaviour));
    const given = slotsAlive(trace);
    expect(
      slots.map(({ addressSpaceId, start, size, readonly }) => ({
        addressSpaceId,
        start: hex(start),
        size: hex(size),
        readonly,
      })),
    ).toEqual(given);
    expect(given.length).toBeGreaterThan(0);
  });
});
