import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { memorySlots } from '../../server/src/memory/memory-slots.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { hex } from '../../server/src/text/hex.ts';
import { hasKvm, isKvm, MIXES, RELEASES_AT_HAND, skipMissing, WITHOUT_KVM } from './mixes.ts';
import { askTraced, slotsAlive } from './traces.ts';

const title = `$name: the model's memory slots are those that the kernel was given${WITHOUT_KVM}`;
describe.concurrent.each(RELEASES_AT_HAND)(title, (release) => {
  test.skipIf(!hasKvm).for(MIXES.filter(isKvm))('$name', async (mix, context) => {
    const commands = ['info mtree -o -D', 'info mtree -f -d'];
    const { answers, trace } = await askTraced(release.of(mix), ['kvm_set_user_memory'], commands).catch(
      (error: unknown) => skipMissing(release, error, context),
    );
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
