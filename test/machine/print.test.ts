import { describe, expect, test } from 'vitest';
import { formatOf, type Release } from '../../server/src/machine/formats.ts';
import { printFlatViews } from '../../server/src/machine/print/print-flatviews.ts';
import { printTree, type TreeOptions } from '../../server/src/machine/print/print-tree.ts';
import { areOne } from '../../server/src/memory/cpu-address-spaces.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { core, sketch } from '../memory/sketch.ts';
import { mtree } from './mtree.ts';

const BOARD = `
  system container 0-* <- memory
    flash romd 0-fff
    window alias 1000-1fff @ram
    bios alias 2000-2fff @ram+1000 disabled ro
    pm container 3000-3fff disabled
      evt io 0-3
    nvdimm ram 8000-8fff nv
  ram ram 0-3fff
`;

/** A printed text with short addresses, `*` the last one. */
const short = (text: string): string =>
  text.replace(/\b[0-9a-f]{16}\b/g, (digits) => (/^f+$/.test(digits) ? '*' : digits.replace(/^0+(?=.)/, '')));

const tree = (release: Release, options: TreeOptions = {}, board = BOARD): string =>
  short(printTree(sketch(board).topology, { format: formatOf(release), ...options }));

/** A text without its first line and the margin of the rest. */
function block(text: string): string {
  const lines = text.split('\n').slice(1);
  const margin = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => line.slice(margin)).join('\n');
}

/** What mtree_info of each release prints, from its source. */
describe('the tree of a board', () => {
  test('2.0 to 2.3: names, letters; nothing of what is disabled', () => {
    expect(tree('2.3')).toBe(
      block(`
        memory
        0-* (prio 0, RW): system
          0-fff (prio 0, R-): flash
          1000-1fff (prio 0, RW): alias window @ram 0-fff
          8000-8fff (prio 0, RW): nvdimm
        aliases
        ram
        0-3fff (prio 0, RW): ram
        `),
    );
  });

  test('2.4 to 2.8: labels, letters, what is disabled marked; an alias that is read-only shows', () => {
    expect(tree('2.8')).toBe(
      block(`
        address-space: memory
          0-* (prio 0, RW): system
            0-fff (prio 0, R-): flash
            1000-1fff (prio 0, RW): alias window @ram 0-fff
            2000-2fff (prio 0, R-): alias bios @ram 1000-1fff [disabled]
            3000-3fff (prio 0, RW): pm [disabled]
              3000-3003 (prio 0, RW): evt
            8000-8fff (prio 0, RW): nvdimm

        memory-region: ram
          0-3fff (prio 0, RW): ram

        `),
    );
  });

  test.each<[Release, string, string]>([
    ['2.9', 'i/o', 'ram'],
    ['4.2', 'i/o', 'nv-ram'],
    ['5.0', 'ram', 'nv-ram'],
  ])('%s: types; an alias is %s, what is non-volatile is %s', (release, alias, nonvolatile) => {
    expect(tree(release)).toBe(
      block(`
        address-space: memory
          0-* (prio 0, i/o): system
            0-fff (prio 0, romd): flash
            1000-1fff (prio 0, ${alias}): alias window @ram 0-fff
            2000-2fff (prio 0, ${alias}): alias bios @ram 1000-1fff [disabled]
            3000-3fff (prio 0, i/o): pm [disabled]
              3000-3003 (prio 0, i/o): evt
            8000-8fff (prio 0, ${nonvolatile}): nvdimm

        memory-region: ram
          0-3fff (prio 0, ram): ram

        `),
    );
  });

  test('5.1 and later: what is disabled with -D only; what is below it stays where it is', () => {
    expect(tree('5.1')).toBe(
      block(`
        address-space: memory
          0-* (prio 0, i/o): system
            0-fff (prio 0, romd): flash
            1000-1fff (prio 0, ram): alias window @ram 0-fff
              3000-3003 (prio 0, i/o): evt
            8000-8fff (prio 0, nv-ram): nvdimm

        memory-region: ram
          0-3fff (prio 0, ram): ram

        `),
    );
    expect(tree('5.1', { disabled: true })).toBe(tree('5.0'));
  });

  test('7.0 and later: address spaces of one root together, by name', () => {
    const two = BOARD.replace('memory', 'memory, cpu-memory');
    expect(tree('6.2', {}, two).match(/^address-space.*|: system$/gm)).toEqual([
      'address-space: memory',
      ': system',
      'address-space: cpu-memory',
      ': system',
    ]);
    expect(tree('7.0', {}, two).match(/^address-space.*|: system$/gm)).toEqual([
      'address-space: cpu-memory',
      'address-space: memory',
      ': system',
    ]);
  });

  test('11.1: what is not memory and has no container is one', () => {
    expect(tree('11.1')).toContain('(prio 0, container): system\n');
    expect(tree('11.1', { disabled: true })).toContain('(prio 0, i/o): pm [disabled]\n');
    expect(tree('10.2')).toContain('(prio 0, i/o): system\n');
  });

  test('owners with -o, from 3.0 on', () => {
    const facts = { owners: new Map([[1, 'owner:{dev id=nand}']]), missingTargets: new Map(), targets: [] };
    expect(tree('3.0', { owners: true, facts })).toContain(': flash owner:{dev id=nand}\n');
    expect(tree('2.12', { owners: true, facts })).not.toContain('owner');
    expect(tree('3.0', { facts })).not.toContain('owner');
  });
});

describe('a region that goes past the end', () => {
  const past = `
    system container 0-* <- memory
      top ram fffffffffffff000+2000
      gone ram fffffffffffff000+2000 disabled
  `;
  const lines = (release: Release): string[] =>
    printTree(sketch(past).topology, { format: formatOf(release) })
      .split('\n')
      .slice(2, 5)
      .map((line) => line.replace(/fffffffffffff000-0000000000000fff \(prio 0, .*\)/, 'RANGE'));

  test.each<[Release, string[]]>([
    ['2.8', ['    RANGE: gone [disabled]', '    RANGE: top', '']],
    ['2.9', ['    [DETECTED OVERFLOW!] RANGE: gone [disabled]', '    [DETECTED OVERFLOW!] RANGE: top', '']],
    ['5.1', ['[DETECTED OVERFLOW!] [DETECTED OVERFLOW!]     RANGE: top', '', '']],
  ])('%s', (release, expected) => {
    expect(lines(release)).toEqual(expected);
  });
});

describe('the views of a board', () => {
  const { topology } = sketch(`
    system container 0-* <- memory, cpu-memory-0, cpu-memory-1
      ram ram 0-1fff
      rom rom 2000-2fff
      window alias 4000-47ff @ram+800
    off container 0-fff disabled <- idle
  `);
  const views = (release: Release, version: string = release, dispatch = false): string => {
    const behaviour = core(version);
    const shown = takeSnapshot(topology, behaviour).views.filter((view) => view.addressSpaces.length > 0);
    return printFlatViews(shown, {
      format: formatOf(release),
      dispatch,
      areOne: (a, b) => areOne(a, b, behaviour),
      accelerator: {
        option: 'kvm',
        name: 'KVM',
        hasMemory: ({ name }, { size }) => name === 'memory' && size === 0x2000n,
      },
    });
  };

  test('none before 2.9', () => {
    expect(views('2.8')).toBe('');
  });

  test('2.9 and 2.10: one for each address space, the CPUs having one', () => {
    const ranges = `
          0-1fff (prio 0, ram): ram
          2000-2fff (prio 0, rom): rom
          4000-47ff (prio 0, ram): ram @800
`;
    expect(views('2.10')).toBe(
      `${mtree(`
        address-space (flat view): memory${ranges}
        address-space (flat view): cpu-memory-0${ranges}
        address-space (flat view): idle
          No rendered FlatView for address space 'idle'
      `)}\n`,
    );
  });

  test('2.11 and later: each once, with who uses it', () => {
    expect(views('2.11')).toBe(
      `${mtree(`
        FlatView #0
         AS "memory", root: system
         AS "cpu-memory-0", root: system
         AS "cpu-memory-1", root: system
         Root memory region: system
          0-1fff (prio 0, ram): ram
          2000-2fff (prio 0, rom): rom
          4000-47ff (prio 0, ram): ram @800

        FlatView #1
         AS "idle", root: off
         Root memory region: (none)
          No rendered FlatView
      `)}\n`,
    );
  });

  test.each<[Release, string]>([
    ['4.0', '(prio 0, ram): ram\n'],
    ['4.1', '(prio 0, ram): ram kvm\n'],
    ['5.0', '(prio 0, ram): ram KVM\n'],
  ])('%s marks a memory slot: %s', (release, expected) => {
    expect(views(release)).toContain(expected);
  });

  test('sections: four reserved ones with their marks to 4.1, the marks left behind later; ends to 7.1 as if all were there', () => {
    const sections = (release: Release) =>
      views(release, release, true)
        .match(/(?<=^ {6}#)\d+ @.*$/gm)
        ?.map((line) => line.replace(/(?<=@|\.)0+(?=[0-9a-f])/g, ''));
    expect(sections('4.1')).toEqual([
      '0 @0..ffffffffffffffff (noname) [unassigned]',
      '1 @0..ffffffffffffffff (noname) [not dirty]',
      '2 @0..ffffffffffffffff (noname) [ROM]',
      '3 @0..ffffffffffffffff (noname) [watch]',
      '4 @0..1fff ram',
      '5 @2000..2fff rom',
      '6 @4000..4fff (noname)',
      '7 @4000..5fff ram',
    ]);
    expect(sections('7.2')).toEqual([
      '0 @0..ffffffffffffffff (noname) [unassigned]',
      '1 @0..1fff ram [not dirty]',
      '2 @2000..2fff rom [ROM]',
      '3 @4000..4fff (noname) [watch]',
      '4 @4000..47ff ram',
    ]);
  });
});
