import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeQemu } from '../../server/src/host/node/qemu/index.ts';
import { machineTypeNames } from '../../server/src/workspace/capture.ts';
import { inParallel } from '../../server/src/workspace/parallel.ts';
import { compareLive } from './compare-live.ts';
import { isMissing } from './mixes.ts';

const folder = (process.env.PATH ?? '').split(delimiter).find((one) => existsSync(join(one, 'qemu-system-x86_64')));
const emulators = folder ? await nodeQemu.findBinaries(folder) : [];

/** QEMU 7.2 hangs in `info mtree -o` for these boards of MIPS. */
const HANGS = ['magnum', 'pica61'];
const AT_A_TIME = 3;

describe('the model prints what QEMU prints of every machine type', () => {
  const seen = { compared: 0, missing: 0 };

  test.each(emulators)('$target', async ({ path }) => {
    const types = (await machineTypeNames(nodeQemu, path)).filter((type) => !HANGS.includes(type));
    await inParallel(types, AT_A_TIME, async (name) => {
      try {
        await compareLive({ name, binary: path, args: ['-M', name, '-net', 'none'] });
        seen.compared++;
      } catch (error) {
        // some boards want a kernel or firmware; QEMU says so and ends
        if (!isMissing(error)) throw new Error(`-M ${name}: ${error instanceof Error ? error.message : error}`);
        seen.missing++;
      }
    });
  });

  afterAll(() => {
    console.log(`${seen.compared} machine types compared; ${seen.missing} need files that are not here`);
    expect(seen.missing).toBeLessThan(seen.compared / 5);
  });
});
