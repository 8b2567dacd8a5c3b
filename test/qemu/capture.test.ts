import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeQemu } from '../../server/src/host/node/qemu/index.ts';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'qmr-capture-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', cwd: folder });
  return { code: status, out: stdout, err: stderr };
}

const PC = ['qemu-system-x86_64', '-M', 'pc', '-accel', 'tcg', '-net', 'none'];

describe('capture', () => {
  test('writes a dump that every command reads, with its command line', () => {
    const { code, out, err } = run('capture', '-o', 'pc.mtree', '--', ...PC);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(/^pc\.mtree: QEMU \d+\.\d+\.\d+, TCG: 9 address spaces, 4 FlatViews\n$/);
    const dump = readFileSync(join(folder, 'pc.mtree'), 'utf8');
    expect(dump).toMatch(
      /^# Captured with: qemu-system-x86_64 -M pc -accel tcg -net none \(QEMU \d+\.\d+\.\d+, TCG, stopped before firmware\)\n\(qemu\) info version\n/,
    );
    expect(readDump(dump)).toMatchObject({ accelerator: 'TCG', problems: [] });
    expect(run('flatview', 'pc.mtree')).toMatchObject({ code: 0, err: '' });
    // once more, over it
    expect(run('capture', '-o', 'pc.mtree', '--', ...PC).code).toBe(2);
    expect(run('capture', '-f', '-o', 'pc.mtree', '--', ...PC).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['pc.mtree']);
  });

  test('tells what QEMU says where it does not start', () => {
    const { code, out, err } = run('capture', '--', 'qemu-system-x86_64', '-M', 'nonesuch');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('qemu-system-x86_64 exited with status 1:\n');
    expect(err).toContain('unsupported machine type');
  });

  test('asks a running QEMU, which goes on', async () => {
    const socket = join(folder, 'qmp');
    const child = spawn('qemu-system-avr', [
      '-M',
      'uno',
      '-S',
      '-display',
      'none',
      '-qmp',
      `unix:${socket},server=on,wait=off`,
    ]);
    try {
      await expect.poll(() => existsSync(socket), { timeout: 10_000 }).toBe(true);
      for (const output of ['one', 'two']) {
        const { code, out } = run('capture', '--qmp', socket);
        expect(code, output).toBe(0);
        expect(out).toMatch(/^# Captured from: \S+qmp \(QEMU \d\S+, TCG, running\)\n/);
        expect(readDump(out).topology.pageBits).toBe(8);
      }
      expect(child.exitCode).toBe(null);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('takes every machine type of a program, and lists what fails', async () => {
    const types = (await nodeQemu.machineTypes('qemu-system-avr')).filter(({ aliasOf }) => !aliasOf);
    const { code, err } = run('capture', '--all-machines', 'avr', '--', 'qemu-system-avr');
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'avr'))).toEqual(types.map(({ name }) => `${name}.mtree`).sort());
    expect(err).toContain(`${types.length} of ${types.length} machine types captured.`);
    const failing = run('capture', '--all-machines', 'none', '--', 'qemu-system-avr', '-device', 'nonesuch');
    expect(failing.code).toBe(2);
    expect(failing.err).toContain('uno.mtree: FAILED: qemu-system-avr exited with status 1:\n');
    expect(failing.err).toContain("'nonesuch' is not a valid device model name");
  });
});
