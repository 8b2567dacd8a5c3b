import { describe, expect, test } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { printFlatViews } from '../../server/src/machine/print/print-flatviews.ts';
import { printTree } from '../../server/src/machine/print/print-tree.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { core, sharingText, sketch } from '../memory/sketch.ts';
import { codes, read, regionNamed, seen } from './mtree.ts';

describe('which i/o regions terminate', () => {
  const TREE = `
      address-space: memory
        0-* (prio 0, i/o): system
          0-fff (prio 1, i/o): box
            0-7ff (prio 0, i/o): dev
          0-1fff (prio 0, ram): ram
  `;
  const view = (ranges: string): string => `${TREE}
      (qemu) info mtree -f
      FlatView #0
       AS "memory", root: system
       Root memory region: system
${ranges}
  `;

  test('a parent in the view does', () => {
    const machine = read(
      view(`
        0-7ff (prio 0, i/o): dev
        800-fff (prio 1, i/o): box @800
        1000-1fff (prio 0, ram): ram @1000`),
    );
    expect(seen(machine)).toEqual(['memory -> 0-7ff dev, 800-fff box @800, 1000-1fff ram @1000']);
    expect(regionNamed(machine, 'box').kind).toBe('io');
    expect(codes(machine)).toEqual([]);
  });

  test("a PCI bridge's, which keys its view by a window of the same name, does not", () => {
    const machine = read(`
      address-space: pci_bridge_pci_io
        0-ffffffff (prio 0, i/o): pci_bridge_io
          0-0 (prio 1, i/o): alias pci_bridge_io @pci_bridge_io 0-0
      address-space: behind
        0-ffffffff (prio 0, i/o): pci_bridge_io

      memory-region: pci_bridge_io
        0-ffffffff (prio 0, i/o): pci_bridge_io

      (qemu) info mtree -f
      FlatView #0
       AS "pci_bridge_pci_io", root: pci_bridge_io
       Root memory region: pci_bridge_io
        No rendered FlatView

      FlatView #1
       AS "behind", root: pci_bridge_io
       Root memory region: (none)
        No rendered FlatView
    `);
    expect(seen(machine)).toEqual(['pci_bridge_pci_io -> ', 'behind -> ']);
    expect(codes(machine)).toEqual([]);
  });

  test('a parent that leaves its gap to others does not', () => {
    const machine = read(
      view(`
        0-7ff (prio 0, i/o): dev
        800-1fff (prio 0, ram): ram @800`),
    );
    expect(seen(machine)).toEqual(['memory -> 0-7ff dev, 800-1fff ram @800']);
    expect(regionNamed(machine, 'box').kind).toBe('container');
    expect(codes(machine)).toEqual([]);
  });

  test('a leaf that would show where the view has a gap does not: an empty container', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          0-fff (prio 0, ram): ram
          2000-2fff (prio 0, i/o): empty
          3000-3fff (prio 0, ram): more

      FlatView #0
       AS "memory", root: system
       Root memory region: system
        0-fff (prio 0, ram): ram
        3000-3fff (prio 0, ram): more
    `);
    expect(seen(machine)).toEqual(['memory -> 0-fff ram, 3000-3fff more']);
    expect(regionNamed(machine, 'empty').kind).toBe('container');
    expect(codes(machine)).toEqual(['information ambiguous']);
  });

  test('two of one name, of which one terminates (xscom-0 of powernv)', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          1000-1fff (prio 0, i/o): xscom-0

      address-space: xscom-0
        0-3fff (prio 0, i/o): xscom-0
          10-1f (prio 0, i/o): reg

      FlatView #0
       AS "memory", root: system
       Root memory region: system
        1000-1fff (prio 0, i/o): xscom-0

      FlatView #1
       AS "xscom-0", root: xscom-0
       Root memory region: xscom-0
        10-1f (prio 0, i/o): reg
    `);
    expect(seen(machine)).toEqual(['memory -> 1000-1fff xscom-0', 'xscom-0 -> 10-1f reg']);
    expect(codes(machine)).toEqual([]);
  });

  test('without -f it is guessed, by name and by shape, and said', () => {
    const machine = read(TREE);
    expect(seen(machine)).toEqual(['memory -> 0-7ff dev, 800-1fff ram @800']);
    expect(codes(machine)).toEqual(['information ambiguous']);
    expect(machine.problems[0]?.message).toContain('info mtree -f -d');
  });
});

describe('what makes a range read-only', () => {
  test('an alias: the RAM elsewhere stays writable', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          0-9ffff (prio 0, ram): alias low @pc.ram 0-9ffff
          c0000-c3fff (prio 1, ram): alias shadow @pc.ram c0000-c3fff
          c8000-cbfff (prio 1, ram): alias open @pc.ram c8000-cbfff

      memory-region: pc.ram
        0-fffff (prio 0, ram): pc.ram

      FlatView #0
       AS "memory", root: system
       Root memory region: system
        0-9ffff (prio 0, ram): pc.ram
        c0000-c3fff (prio 0, rom): pc.ram @c0000
        c8000-cbfff (prio 0, ram): pc.ram @c8000
    `);
    expect(seen(machine)).toEqual([
      'memory -> 0-9ffff pc.ram, c0000-c3fff pc.ram @c0000 ro, c8000-cbfff pc.ram @c8000',
    ]);
    expect(regionNamed(machine, 'shadow').readonly).toBe(true);
    expect(regionNamed(machine, 'pc.ram').readonly).toBe(false);
    expect(codes(machine)).toEqual([]);
  });

  // inheritFlag looks for a range that starts where the line does; without the flag they are one range
  test('an alias amid the same RAM, which merges while the flag is not known', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          0-fffff (prio 0, ram): alias low @pc.ram 0-fffff
          c0000-c3fff (prio 1, ram): alias shadow @pc.ram c0000-c3fff

      memory-region: pc.ram
        0-fffff (prio 0, ram): pc.ram

      FlatView #0
       AS "memory", root: system
       Root memory region: system
        0-bffff (prio 0, ram): pc.ram
        c0000-c3fff (prio 0, rom): pc.ram @c0000
        c4000-fffff (prio 0, ram): pc.ram @c4000
    `);
    expect(seen(machine)).toEqual([
      'memory -> 0-bffff pc.ram, c0000-c3fff pc.ram @c0000 ro, c4000-fffff pc.ram @c4000',
    ]);
    expect(regionNamed(machine, 'shadow').readonly).toBe(true);
  });

  test('without -f, `pam-rom` by its name', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          c0000-c3fff (prio 1, i/o): alias pam-rom @pc.ram c0000-c3fff

      memory-region: pc.ram
        0-fffff (prio 0, ram): pc.ram
    `);
    expect(seen(machine)).toEqual(['memory -> c0000-c3fff pc.ram @c0000 ro']);
  });
});

test('overlapping siblings of one priority are marked where no view tells who wins', () => {
  const machine = read(`
    address-space: memory
      0-* (prio 0, i/o): system
        0-fff (prio 0, ram): low
        800-17ff (prio 0, ram): high
        2000-2fff (prio 0, ram): apart
  `);
  expect(machine.problems.map((problem) => problem.message).filter((message) => message.includes('overlaps'))).toEqual([
    '"high" overlaps "low" at one priority; the one that begins later is taken to win. Only `info mtree -f` tells.',
  ]);
  expect(seen(machine)).toEqual(['memory -> 0-7ff low, 800-17ff high, 2000-2fff apart']);
});

describe('order among siblings of one priority', () => {
  const machine = (winner: string) =>
    read(`
      address-space: memory
        0-* (prio 0, i/o): system
          0-1fff (prio 0, ram): low
          1000-2fff (prio 0, ram): high

      FlatView #0
       AS "memory", root: system
       Root memory region: system
        ${winner === 'low' ? '0-1fff (prio 0, ram): low' : '0-fff (prio 0, ram): low'}
        ${winner === 'low' ? '2000-2fff (prio 0, ram): high @1000' : '1000-2fff (prio 0, ram): high'}
    `);

  test('low, as the view has it', () => {
    expect(seen(machine('low'))).toEqual(['memory -> 0-1fff low, 2000-2fff high @1000']);
    expect(codes(machine('low'))).toEqual([]);
  });

  test('high, as the view has it', () => {
    expect(seen(machine('high'))).toEqual(['memory -> 0-fff low, 1000-2fff high']);
    expect(codes(machine('high'))).toEqual([]);
  });

  test('never against a priority', () => {
    const edited = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          0-1fff (prio 0, ram): low
          1000-2fff (prio 1, ram): high

      FlatView #0
       AS "memory", root: system
       Root memory region: system
        0-1fff (prio 0, ram): low
        2000-2fff (prio 1, ram): high @1000
    `);
    expect(seen(edited)).toEqual(['memory -> 0-fff low, 1000-2fff high']);
    expect(codes(edited)).toEqual(['warning inconsistent']);
  });
});

describe('identity', () => {
  const blocks = (views: string) =>
    read(`
      address-space: a
        0-* (prio 0, i/o): root
          0-fff (prio 0, ram): ram
          1000-1fff (prio 0, ram): ram2

      address-space: b
        0-* (prio 0, i/o): root
          0-fff (prio 0, ram): ram
          1000-1fff (prio 0, ram): ram2
${views}
    `);
  const ranges = `
        0-fff (prio 0, ram): ram
        1000-1fff (prio 0, ram): ram2`;

  test('two address spaces in one view have one root', () => {
    const machine = blocks(`
      FlatView #0
       AS "a", root: root
       AS "b", root: root
       Root memory region: root${ranges}`);
    expect(sharingText(takeSnapshot(machine.topology, core('7.2'))).slice(0, 1)).toEqual(['a b -> root']);
    expect(codes(machine)).toEqual([]);
  });

  test('in two views they have two of one name', () => {
    const machine = blocks(`
      FlatView #0
       AS "a", root: root
       Root memory region: root${ranges}

      FlatView #1
       AS "b", root: root
       Root memory region: root${ranges}`);
    expect(sharingText(takeSnapshot(machine.topology, core('7.2'))).slice(0, 2)).toEqual(['a -> root', 'b -> root']);
    expect(codes(machine)).toEqual([]);
  });

  // the BARs of two devices: an alias of a whole region leads to it, and that shows at its own address (2.11)
  test('address spaces of one name are told apart by what keys their views', () => {
    const machine = read(`
      address-space: memory
        0-* (prio 0, i/o): system
          3000-3fff (prio 0, i/o): bar
            3000-37ff (prio 0, ram): left
            3800-3fff (prio 0, ram): more
          8000-8fff (prio 0, i/o): bar
            8000-87ff (prio 0, ram): right
            8800-8fff (prio 0, ram): more

      address-space: dev
        0-fff (prio 0, i/o): alias cfg @bar 0-fff

      address-space: dev
        0-fff (prio 0, i/o): alias cfg @bar 0-fff

      memory-region: bar
        3000-3fff (prio 0, i/o): bar
          3000-37ff (prio 0, ram): left
          3800-3fff (prio 0, ram): more

      memory-region: bar
        8000-8fff (prio 0, i/o): bar
          8000-87ff (prio 0, ram): right
          8800-8fff (prio 0, ram): more

      FlatView #0
       AS "dev", root: cfg, alias bar
       Root memory region: bar
        8000-87ff (prio 0, ram): right
        8800-8fff (prio 0, ram): more

      FlatView #1
       AS "dev", root: cfg, alias bar
       Root memory region: bar
        3000-37ff (prio 0, ram): left
        3800-3fff (prio 0, ram): more

      FlatView #2
       AS "memory", root: system
       Root memory region: system
        3000-37ff (prio 0, ram): left
        3800-3fff (prio 0, ram): more
        8000-87ff (prio 0, ram): right
        8800-8fff (prio 0, ram): more
    `);
    expect(codes(machine)).toEqual([]);
  });

  // phb4 of powernv: an IOMMU that terminates, with windows; that it does is not known before it is paired
  test('or by the name of that region', () => {
    const space = (phb: string) => `
      address-space: port
        0-* (prio 0, i/o): bus master container
          0-* (prio 0, i/o): alias bus master @${phb} 0-*
`;
    const target = (phb: string) => `
      memory-region: ${phb}
        0-* (prio 0, i/o): ${phb}
          ffff0000-ffffffff (prio 0, i/o): msi32
          1000000000000000-10000000000fffff (prio 0, i/o): msi64
`;
    const view = (phb: string) => `
      FlatView #0
       AS "port", root: bus master container
       Root memory region: ${phb}
        0-fffeffff (prio 0, i/o): ${phb}
        ffff0000-ffffffff (prio 0, i/o): msi32
        100000000-fffffffffffffff (prio 0, i/o): ${phb} @100000000
        1000000000000000-10000000000fffff (prio 0, i/o): msi64
        1000000000100000-* (prio 0, i/o): ${phb} @1000000000100000
`;
    const machine = read(
      `\n${space('phb0').slice(1)}${space('phb1')}${target('phb0')}${target('phb1')}${view('phb1')}${view('phb0')}`,
    );
    expect(codes(machine)).toEqual([]);
  });
});

describe('page size', () => {
  const MACHINE = `
    system container 0-* <- memory
      ram ram 0-fffff
      dev io 200000-2fffff
      top io 123400000-1234fffff`;
  const dump = (text: string, pageBits: number): string => {
    const { topology } = sketch(text, pageBits);
    const { views } = takeSnapshot(topology, core('7.2'));
    const used = views.filter((view) => view.addressSpaces.length > 0);
    return `${printTree(topology, { disabled: true })}${printFlatViews(used, { dispatch: true })}`;
  };

  test.each([8, 10, 12, 13])('2^%i by the nodes of a tree', (bits) => {
    expect(readDump(dump(MACHINE, bits)).topology.pageBits).toBe(bits);
  });

  test.each([8, 10, 12, 13])('2^%i by a page that is split', (bits) => {
    expect(readDump(dump(`${MACHINE}\n      uart io 400000-40000f`, bits)).topology.pageBits).toBe(bits);
  });

  test('4 KiB without -d', () => {
    expect(read('\n  address-space: memory\n    0-fff (prio 0, ram): ram\n').topology.pageBits).toBe(12);
  });

  test('an IOMMU by its mark', () => {
    const text = dump('iommu iommu 0-ffffffff <- dev', 12);
    expect(text).toContain('[iommu]');
    expect(readDump(text).topology.regions.map((region) => region.kind)).toEqual(['iommu']);
  });
});
