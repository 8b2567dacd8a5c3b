import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareLive } from './compare-live.ts';
import { hasKvm, isKvm, MIXES } from './mixes.ts';

/** Folders with qemu-system-*, of other releases than this machine's (debian-release.sh makes such), between colons. */
const BUILDS = (process.env.QEMU_BUILDS ?? '').split(':').filter((folder) => existsSync(folder));

/** A release that lacks a machine, a device or an option ends by itself, saying so; or there is no such target. */
const NOT_IN_THIS_RELEASE = /qemu-system-\S+ (exited with status|was ended by|could not be started)/;

test.skipIf(BUILDS.length > 0)('the mixes on other releases (skipped: QEMU_BUILDS names no folder)', () => {});

describe.each(BUILDS.map((folder) => [basename(dirname(folder)), folder]))(
  '%s prints what the model says',
  (_, folder) => {
    const seen = { compared: 0, missing: [] as string[] };

    describe.concurrent('mixes', () => {
      test.each(MIXES.filter((mix) => hasKvm || !isKvm(mix)))('$name', async (mix) => {
        try {
          await compareLive({ ...mix, binary: join(folder, mix.binary) });
          seen.compared++;
        } catch (error) {
          if (!(error instanceof Error) || !NOT_IN_THIS_RELEASE.test(error.message)) throw error;
          seen.missing.push(`${mix.name}: ${error.message.split('\n').at(-1)}`);
        }
      });
    });

    afterAll(() => {
      if (seen.missing.length > 0) console.log(`not in this release:\n  ${seen.missing.join('\n  ')}`);
      expect(seen.compared).toBeGreaterThanOrEqual(60);
    });
  },
);
