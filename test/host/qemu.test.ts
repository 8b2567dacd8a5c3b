import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeQemu } from '../../server/src/host/node/qemu/index.ts';
import { readMachineTypes } from '../../server/src/host/node/qemu/machine-types.ts';
import { isAlive, Programs } from '../programs.ts';

const programs = new Programs();
const { folder } = programs;
const temp = process.env.TMPDIR;
beforeEach(() => {
  process.env.TMPDIR = mkdtempSync(join(folder, 'tmp-'));
});
afterAll(() => {
  if (temp === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = temp;
  programs.remove();
});

const program = (lines: string): string => programs.shell(lines);
const eventually = (check: () => unknown) => expect.poll(check, { timeout: 5000, interval: 20 });

describe('a QEMU that cannot be asked is told in a sentence, and nothing is left of it', () => {
  it.each([
    ['is missing', '/nowhere/qemu-system-x86_64', /could not be started: there is no such program\.$/],
    ['is no executable', folder, /could not be started: it is not an executable file\.$/],
    [
      'refuses its arguments',
      program('echo "qemu: -M nope: unsupported machine type" >&2; exit 1'),
      /exited with status 1:\nqemu: -M nope: unsupported machine type$/,
    ],
    [
      'is another program',
      '/bin/true',
      /exited with status 0 without a word to QMP; a QEMU that starts a machine is wanted/,
    ],
    ['speaks something else', programs.speaker('', { hello: 'world' }), /does not speak QMP\.$/],
    [
      'dies while it is asked',
      programs.speaker('console.error("boom"); process.exit(3)'),
      /exited with status 3:\nboom$/,
    ],
    ['hangs', program('sleep 100'), /did not answer within 0\.7 s/],
    ['hangs in a child of its own', program('sleep 100 & wait'), /did not answer within 0\.7 s/],
    [
      'has left a child that holds its output',
      program('setsid sleep 2 & exec sleep 100'),
      /did not answer within 0\.7 s/,
    ],
    [
      'says too much',
      program('seq 1 5000 >&2; exit 1'),
      /exited with status 1:\n\(4980 lines before\)\n4981\n(.*\n)*5000$/,
    ],
    ['refuses a QMP command', programs.speaker('say({ error: { desc: "Not now" } })'), /^qmp_capabilities: Not now$/],
  ])('%s', async (_, binary, message) => {
    await expect(nodeQemu.askStopped(binary, [], ['info mtree'], { timeoutMs: 700 })).rejects.toThrow(message);
    expect(readdirSync(process.env.TMPDIR ?? '')).toEqual([]);
  });

  it('is not started where it would leave its process behind', async () => {
    await expect(nodeQemu.askStopped('/bin/true', ['-daemonize'], [])).rejects.toThrow(
      '-daemonize cannot be used here: a QEMU that leaves its process behind cannot be ended with it.',
    );
  });

  it('is ended with its children when the call is cancelled', async () => {
    const pids = join(folder, 'pids');
    const controller = new AbortController();
    const binary = program(`sleep 100 & echo $! $$ > ${pids}; wait`);
    const asked = nodeQemu.askStopped(binary, [], [], { signal: controller.signal });
    await eventually(() => existsSync(pids) && readPids(pids).length).toBe(2);
    controller.abort(new Error('cancelled by the user'));
    await expect(asked).rejects.toThrow('cancelled by the user');
    await eventually(() => readPids(pids).filter(isAlive)).toEqual([]);
    expect(readdirSync(process.env.TMPDIR ?? '')).toEqual([]);
  });
});

const readPids = (path: string): number[] => readFileSync(path, 'utf8').trim().split(/\s+/).map(Number);

describe('asking', () => {
  // as a release between 2.11 and 2.12 would answer; JSON events may come at any time
  const old = programs.speaker(`
    say({ event: 'STOP' });
    const command = args && args['command-line'];
    if (execute === 'query-kvm') return say({ return: { enabled: false, present: true } });
    if (command === 'info jit') return say({ return: 'Translation buffer state:\\r\\n' });
    if (command === 'info mtree -o -D') return say({ return: 'mtree: unsupported option -o\\r\\n' });
    if (command) return say({ return: command + '\\r\\ndone\\r\\n' });
    say({ return: {} });
    if (execute === 'quit') process.exit(0);`);

  it('takes the first of several commands that the release knows', async () => {
    const commands = ['info version', ['info mtree -o -D', 'info mtree'], ['info mtree -o -D']];
    expect(await nodeQemu.askStopped(old, [], commands)).toEqual({
      release: '9.1.0',
      package: '',
      accelerator: 'TCG',
      answers: [
        { command: 'info version', text: 'info version\ndone\n', refused: false },
        { command: 'info mtree', text: 'info mtree\ndone\n', refused: false },
        { command: 'info mtree -o -D', text: 'mtree: unsupported option -o\n', refused: true },
      ],
    });
    expect(readdirSync(process.env.TMPDIR ?? '')).toEqual([]);
  });
});

describe('a running QEMU', () => {
  it('is only asked', async () => {
    await expect(nodeQemu.askSocket('/nowhere', ['quit'])).rejects.toThrow(
      '"quit": a running QEMU is only asked, by info commands.',
    );
  });

  it('is told of in a sentence where it cannot be asked', async () => {
    await expect(nodeQemu.askSocket('/nowhere', ['info mtree'])).rejects.toThrow('/nowhere: there is no such socket.');
    await expect(nodeQemu.askSocket('127.0.0.1:1', ['info mtree'])).rejects.toThrow(': no QEMU listens there.');
  });

  it('that serves another client does not answer', async () => {
    const path = join(folder, 'busy');
    const server = createServer(() => {}).listen(path);
    const asked = nodeQemu.askSocket(path, ['info mtree'], { timeoutMs: 200 });
    await expect(asked).rejects.toThrow('busy did not answer within 0.2 s. QMP serves one client at a time');
    server.close();
  });
});

describe('machine types', () => {
  it('are read as -M help prints them', () => {
    const text = `Supported machines are:
microvm              microvm (i386)
pc                   Standard PC (i440FX + PIIX, 1996) (alias of pc-i440fx-7.2)
pc-i440fx-7.2        Standard PC (i440FX + PIIX, 1996) (default)
pc-i440fx-1.7        Standard PC (i440FX + PIIX, 1996) (deprecated)
`;
    const description = 'Standard PC (i440FX + PIIX, 1996)';
    expect(readMachineTypes(text)).toEqual([
      { name: 'microvm', description: 'microvm (i386)', deprecated: false, isDefault: false },
      { name: 'pc', description, aliasOf: 'pc-i440fx-7.2', deprecated: false, isDefault: false },
      { name: 'pc-i440fx-7.2', description, deprecated: false, isDefault: true },
      { name: 'pc-i440fx-1.7', description, deprecated: true, isDefault: false },
    ]);
  });

  it('are none in a program that is no QEMU', async () => {
    await expect(nodeQemu.machineTypes('/bin/true')).rejects.toThrow(
      '/bin/true exited with status 0 and listed no machine types.',
    );
  });
});

describe('the emulators of a build', () => {
  const build = (layout: Readonly<Record<string, string>>): string => {
    const root = mkdtempSync(join(folder, 'build-'));
    for (const [path, target] of Object.entries(layout)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (target) symlinkSync(target, join(root, path));
      else writeFileSync(join(root, path), '', { mode: 0o755 });
    }
    return root;
  };

  it.each([
    ['a build directory', { 'qemu-system-ppc64': '', 'qemu-system-arm': '', 'qemu-img': '' }, ['arm', 'ppc64']],
    ['an install prefix', { 'bin/qemu-system-i386': '' }, ['i386']],
    ['a source tree', { 'build/qemu-system-avr': '', 'README.rst': '' }, ['avr']],
    ['a build before 5.2', { 'x86_64-softmmu/qemu-system-x86_64': '' }, ['x86_64']],
    ['links', { 'qemu-system-ppc64': '', 'qemu-system-ppc64le': 'qemu-system-ppc64' }, ['ppc64']],
  ])('in %s', async (_, layout, targets) => {
    expect((await nodeQemu.findBinaries(build(layout))).map(({ target }) => target)).toEqual(targets);
  });

  it('may be a file', async () => {
    const path = join(build({ 'qemu-system-rx': '' }), 'qemu-system-rx');
    expect(await nodeQemu.findBinaries(path)).toEqual([{ target: 'rx', path }]);
  });

  it('are missed in a sentence', async () => {
    await expect(nodeQemu.findBinaries(build({ README: '' }))).rejects.toThrow('there is no qemu-system-* in it');
    await expect(nodeQemu.findBinaries('/nowhere')).rejects.toThrow('/nowhere: there is no such file or directory.');
  });
});
