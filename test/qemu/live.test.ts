import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { compareWithDump } from '../corpus/compare.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const installed = spawnSync('qemu-system-x86_64', ['--version']).status === 0;
const folder = installed ? mkdtempSync(join(tmpdir(), 'qemu-memory-review-live-')) : '';
// every machine of mixes.json, started stopped in the QEMU of this machine, and asked now
if (installed)
  execFileSync(process.execPath, [join(here, 'capture-mixes.mjs'), folder], { stdio: ['ignore', 'ignore', 'inherit'] });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!installed)('the model prints what QEMU prints', () => {
  it.each(installed ? readdirSync(folder).sort() : [])('%s', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const machine = readDump(text);
    const core = coreVersion(machine.release);
    expect(core, `a core for ${machine.release}`).toBeDefined();
    if (!core) return;
    const { printed, rendered } = compareWithDump(text, core.behaviour, !/^[1-6]\.|^7\.[01]/.test(machine.release));
    expect(rendered).toEqual(printed);
    expect(printed).toEqual([]);
    expect(machine.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  });
});
