import { describe, expect, test } from 'vitest';
import { explainAddress, explainSharing, type Placement } from '../../server/src/memory/explain.ts';
import { core, sketch } from './sketch.ts';

const MACHINE = sketch(`
  system container 0-* <- memory, cpu-memory-0
    ram alias 0-fffff @pc.ram
    smram-region alias a0000-bffff @pci+a0000 prio 1
    pam-rom alias c0000-c3fff @pc.ram+c0000 prio 1 ro
    off io a0000-a0fff prio 9 disabled
    pci container 0-* prio -1
      vga-lowmem io a0000-bffff prio 1
      pc.rom rom c0000-dffff prio 1
      tail io fff00-100fff
  pc.ram ram 0-fffff
  io io 0-ff <- I/O
    pic io 20-21
  dma container 0-* <- nic
    bus-master alias 0-* @system
  idle-a container 0-* <- disk
    bus-master alias 0-* @system disabled
  idle-b container 0-* <- bridge
  twin alias 0-* @system <- twin
`);

const placement = ({ chain, offset, readonly }: Placement): string =>
  `${chain.map((region) => region.name).join(' > ')} @${offset.toString(16)}${readonly ? ' ro' : ''}`;

describe('what shows at an address, by which way, and what it hides', () => {
  test.each([
    ['plain RAM', 'system', 0x1000n, 'system > ram > pc.ram @1000', []],
    [
      'VGA through the alias, over RAM, over itself',
      'system',
      0xa0010n,
      'system > smram-region > pci > vga-lowmem @10',
      ['system > ram > pc.ram @a0010', 'system > pci > vga-lowmem @10'],
    ],
    [
      'a read-only alias over the same RAM, over ROM',
      'system',
      0xc0000n,
      'system > pam-rom > pc.ram @c0000 ro',
      ['system > ram > pc.ram @c0000', 'system > pci > pc.rom @0 ro'],
    ],
    ['above RAM', 'system', 0x100000n, 'system > pci > tail @100', []],
    ['a port over the root that fills gaps', 'io', 0x21n, 'io > pic @1', ['io @21']],
    ['a gap that the root fills', 'io', 0x22n, 'io @22', []],
    ['nothing', 'system', 0x200000n, undefined, []],
    ['the end of the address space', 'system', 0xffffffffffffffffn, undefined, []],
    ['past the root', 'io', 0x100n, undefined, []],
    ['no address: negative', 'system', -1n, undefined, []],
    ['no address: 2^64', 'system', 1n << 64n, undefined, []],
  ] as const)('%s', (_, root, address, visible, hidden) => {
    const told = explainAddress(MACHINE.region(root), address);
    expect(told.visible && placement(told.visible)).toBe(visible);
    expect(told.hidden.map(placement)).toEqual(hidden);
  });

  test('an alias loop ends', () => {
    const loop = sketch('loop container 0-*\n  ram ram 0-fff\n  again alias 0-* @loop');
    expect(explainAddress(loop.region('loop'), 0n).visible?.region.name).toBe('ram');
  });
});

describe('why two address spaces share a view, or do not', () => {
  test.each([
    ['2.10', 'memory', 'cpu-memory-0', false, 'never-shared'],
    ['2.10', 'memory', 'memory', true, 'never-shared'],
    ['967dc9b119', 'memory', 'cpu-memory-0', true, 'same-root'],
    ['967dc9b119', 'memory', 'twin', true, 'same-root'],
    ['967dc9b119', 'memory', 'nic', false, 'different-roots'],
    ['e673ba9af9', 'memory', 'nic', true, 'same-root'],
    ['e673ba9af9', 'disk', 'bridge', false, 'different-roots'],
    ['092aa2fc65', 'disk', 'bridge', true, 'both-empty'],
    ['7.2', 'memory', 'I/O', false, 'different-roots'],
    ['7.2', 'memory', 'disk', false, 'different-roots'],
  ] as const)('%s: %s and %s: %s, %s', (version, a, b, shared, why) => {
    expect(explainSharing(MACHINE.space(a), MACHINE.space(b), core(version))).toMatchObject({ shared, why });
  });

  test('2.10: CPUs on one root are one address space, made shareable', () => {
    const machine = sketch('system container 0-* <- cpu-memory, cpu-memory\n  ram ram 0-fff');
    const [a, b] = machine.topology.addressSpaces;
    expect(a && b && explainSharing(a, b, core('2.10')).shared).toBe(true);
  });
});
