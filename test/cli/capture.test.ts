import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeWriter } from '../../server/src/host/node/files.ts';
import { isAlive, Programs } from '../programs.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const programs = new Programs();
const { folder } = programs;
afterAll(() => programs.remove());

function capture(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'capture', ...args], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { code: status, out: stdout, err: stderr };
}

describe('capture', () => {
  it('ends where there can be no folder', async () => {
    await expect(nodeWriter.write('file:///proc/nope/x.mtree', '')).rejects.toThrow(
      '/proc/nope/x.mtree: the file cannot be written: ENOENT',
    );
    await nodeWriter.write(pathToFileURL(join(folder, 'new/er/x.mtree')).href, 'text');
    expect(readFileSync(join(folder, 'new/er/x.mtree'), 'utf8')).toBe('text');
    expect(readdirSync(join(folder, 'new/er'))).toEqual(['x.mtree']);
  });

  it('writes behind a link, and over nothing but a plain file', async () => {
    const place = (name: string) => join(folder, name);
    const uri = (name: string) => pathToFileURL(place(name)).href;
    writeFileSync(place('target.mtree'), 'old');
    symlinkSync('target.mtree', place('link.mtree'));
    symlinkSync('nowhere.mtree', place('dangling.mtree'));
    await nodeWriter.write(uri('link.mtree'), 'new');
    expect(lstatSync(place('link.mtree')).isSymbolicLink()).toBe(true);
    expect(readFileSync(place('target.mtree'), 'utf8')).toBe('new');
    expect(await nodeWriter.exists(uri('dangling.mtree'))).toBe(true);
    await expect(nodeWriter.write(uri('dangling.mtree'), '')).rejects.toThrow('a link to a file that is not there');
    for (const what of [folder, '/dev/null'])
      await expect(nodeWriter.check(pathToFileURL(what).href)).rejects.toThrow('it is no plain file');
  });

  const failing = programs.shell('echo "-M x: unsupported machine type" >&2; exit 1');
  writeFileSync(join(folder, 'there.mtree'), 'mine');

  it.each([
    ['no command line', [], 'give a QEMU command line behind --'],
    [
      'both ways',
      ['--qmp', 'sock', '--', 'qemu'],
      '--qmp asks a running QEMU; a command line cannot be given with it.',
    ],
    ['two places', ['-o', 'x', '--all-machines', 'y', '--', 'qemu'], '--all-machines names the files itself'],
    ['a file that is there', ['-o', 'there.mtree', '--', failing], 'there.mtree: the file is there already; --force'],
    ['no time', ['--timeout', '0', '--', failing], 'A number of seconds is wanted.'],
    ['a QEMU that refuses', ['-o', 'new.mtree', '--', failing, '-M', 'x'], '-M x: unsupported machine type'],
    ['no QEMU', ['--', 'qemu-system-nowhere'], 'qemu-system-nowhere could not be started: there is no such program.'],
    ['no socket', ['--qmp', 'nowhere'], 'nowhere: there is no such socket.'],
    ['no build', ['--all-machines', 'all', '--', './nowhere'], './nowhere: there is no such file or directory.'],
  ])('refuses %s', (_, args, message) => {
    const { code, out, err } = capture(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(readFileSync(join(folder, 'there.mtree'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'new.mtree'))).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind when it is ended by %s', async (signal) => {
    const pids = join(folder, `pids-${signal}`);
    const temp = join(folder, `tmp-${signal}`);
    mkdirSync(temp);
    const hanging = programs.shell(`sleep 100 & echo $! $$ > ${pids}; wait`);
    const child = spawn(process.execPath, [CLI, 'capture', '--', hanging], { env: { ...process.env, TMPDIR: temp } });
    const ended = new Promise((resolve) => child.on('exit', (_, by) => resolve(by)));
    const running = () => (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split(' ').map(Number) : []);
    await expect.poll(() => running().length, { timeout: 10_000 }).toBe(2);
    child.kill(signal);
    expect(await ended).toBe(signal);
    await expect.poll(() => running().filter(isAlive), { timeout: 5000 }).toEqual([]);
    expect(readdirSync(temp)).toEqual([]);
  });
});
