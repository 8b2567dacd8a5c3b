import { afterAll, describe, expect, test } from 'vitest';
import { compareLive } from './compare-live.ts';
import { hasKvm, isKvm, isMissing, MIXES, OTHER_BUILDS, RELEASES_AT_HAND } from './mixes.ts';

test.skipIf(OTHER_BUILDS.length > 0)('the mixes on other releases (skipped: QEMU_BUILDS names no folder)', () => {});

describe.each(RELEASES_AT_HAND.slice(1))('$name prints what the model says', ({ of }) => {
  const seen = { compared: 0, missing: [] as string[] };

  describe.concurrent('mixes', () => {
    test.each(MIXES.filter((mix) => hasKvm || !isKvm(mix)))('$name', async (mix) => {
      try {
        await compareLive(of(mix));
        seen.compared++;
      } catch (error) {
        if (!isMissing(error)) throw error;
        seen.missing.push(`${mix.name}: ${error.message.split('\n').at(-1)}`);
      }
    });
  });

  afterAll(() => {
    if (seen.missing.length > 0) console.log(`not in this release:\n  ${seen.missing.join('\n  ')}`);
    expect(seen.compared).toBeGreaterThanOrEqual(60);
  });
});
