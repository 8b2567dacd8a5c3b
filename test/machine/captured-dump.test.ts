import { describe, expect, it } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { capturedDump, originOf, shellWord } from '../../server/src/machine/print/captured-dump.ts';

const TREE = `address-space: memory
  0000000000000000-ffffffffffffffff (prio 0, i/o): system

`;
const captured = (commandLine: readonly string[], accelerator: string) =>
  capturedDump({ by: { commandLine }, release: '7.2.22', accelerator }, [
    { command: 'info version', text: '7.2.22\n' },
    { command: 'info mtree -o -D', text: TREE },
  ]);
const head = (dump: string) => dump.slice(0, dump.indexOf('\n'));

describe('a captured dump', () => {
  it('is what a user pastes, below a comment that says where it is from', () => {
    expect(captured(['qemu-system-x86_64', '-M', 'pc', '-append', "root='a b'"], 'TCG')).toBe(
      `# Captured with: qemu-system-x86_64 -M pc -append 'root='\\''a b'\\''' (QEMU 7.2.22, TCG, stopped before firmware)
(qemu) info version
7.2.22
(qemu) info mtree -o -D
${TREE}`,
    );
  });

  it.each([
    // what ran counts, not what the command line asks for or names
    ['TCG', ['qemu', '-accel', 'kvm', '-accel', 'tcg']],
    ['KVM', ['qemu', '-accel', 'kvm', '-name', '(QEMU 1.0, TCG, stopped)']],
    ['TCG', ['qemu', '-append', 'KVM\n(QEMU 7.2.22, KVM, x)']],
  ])('is read back as of the accelerator that ran it: %s', (accelerator, commandLine) => {
    const machine = readDump(captured(commandLine, accelerator));
    expect(machine).toMatchObject({ accelerator, release: '7.2.22' });
  });

  it('tells of a socket', () => {
    const dump = capturedDump({ by: { socket: '/run/qmp' }, release: '9.2.0', accelerator: 'KVM' }, []);
    expect(head(dump)).toBe('# Captured from: /run/qmp (QEMU 9.2.0, KVM, running)');
    expect(originOf(head(dump))).toEqual({ release: '9.2.0', accelerator: 'KVM' });
  });

  it('keeps no secrets', () => {
    const args = ['-object', 'secret,id=s,data=hunter2,format=raw', '-spice', 'port=1,password=hunter2'];
    expect(captured(['qemu', ...args], 'TCG')).not.toContain('hunter2');
    expect(head(captured(['qemu', ...args], 'TCG'))).toContain('-object secret,id=s,data=...,format=raw -spice');
  });

  it.each([
    ['plain', 'plain'],
    ['two words', "'two words'"],
    ['', "''"],
    ['a\n#b', "$'a\\n#b'"],
  ])('%j is the shell word %s', (word, written) => {
    expect(shellWord(word)).toBe(written);
  });
});
