import { describe, expect, it } from 'vitest';
import { dumpDefinition } from '../../../server/src/languages/mtree/definition.ts';
import { dumpLinks } from '../../../server/src/languages/mtree/links.ts';
import { dumpMentions } from '../../../server/src/languages/mtree/mentions.ts';
import { mtree } from '../../machine/mtree.ts';
import { at, BOARD, dumpOf, lineOf, slice } from './dump.ts';

const board = dumpOf(BOARD);

describe('definition', () => {
  const goTo = (marked: string, after?: string): string => {
    const found = dumpDefinition(board, at(board, marked, after));
    return found ? `${slice(board, found.origin)} -> ${lineOf(board, found.target.start)}` : '';
  };

  it.each([
    ['an alias target to its block', 'low |@ram', '@ram -> 15: 0000000000000000-000000000001ffff (prio 0, ram): ram'],
    [
      'the window of an alias',
      '@system |0000',
      '0000000000000000 -> 18: 0000000000000000-ffffffffffffffff (prio 0, i/o): system',
    ],
    ['an address space to its view', 'address-space: |nic', 'nic -> 28: AS "nic", root: bus master container'],
    ['a user of a view to its address space', 'AS "|nic"', 'nic -> 10: address-space: nic'],
    [
      'the root of an address space',
      'AS "nic", root: bus |master',
      'bus master container -> 11: 0000000000000000-ffffffffffffffff (prio 0, i/o): bus master container',
    ],
    [
      'the root of a view',
      'Root memory region: |system',
      'system -> 3: 0000000000000000-ffffffffffffffff (prio 0, i/o): system',
    ],
    ['a section', '4fff |uart [ROM]', 'uart -> 5: 0000000000004000-0000000000004fff (prio 1, i/o): uart'],
    ['an entry of a node to its section', 'ptr=|#3', '#3 -> 40: #3 @0000000000005000..0000000000007fff ram [watch]'],
    ['an entry of a node to its node', 'ptr=|[5]\n\t  1', '[5] -> 60: 0..3    skip=0  ptr=#1'],
    ['a header of nothing', '|Dispatch', ''],
  ])('of %s', (_, marked, expected) => expect(goTo(marked)).toBe(expected));

  it('of a range of a view is where the tree prints its region', () => {
    expect(goTo('(prio 0, ram): |ram @')).toBe('ram -> 15: 0000000000000000-000000000001ffff (prio 0, ram): ram');
    expect(goTo('|flash', 'FlatView #0')).toBe('flash -> 7: 0000000000008000-0000000000008fff (prio 1, rom): flash');
  });

  it('of one of two targets of a name is its own', () => {
    const dump = dumpOf(
      mtree(`
        address-space: a
          0-* (prio 0, i/o): a-root
            0-fff (prio 0, i/o): alias win @bar 0-fff
        address-space: b
          0-* (prio 0, i/o): b-root
            0-fff (prio 0, i/o): alias win @bar 0-fff

        memory-region: bar
          0-fff (prio 0, i/o): bar
            0-f (prio 0, i/o): of-a

        memory-region: bar
          0-fff (prio 0, i/o): bar
            0-f (prio 0, i/o): of-b
      `),
    );
    const second = dumpDefinition(dump, at(dump, '|@bar', 'b-root'));
    expect(second && lineOf(dump, second.target.start)).toMatch(/^13: /);
  });
});

describe('references', () => {
  const mentions = (marked: string, after?: string): string[] =>
    dumpMentions(board, at(board, marked, after)).map(
      ({ range, declares }) =>
        `${lineOf(board, range.start).split(':')[0]} ${slice(board, range)}${declares ? ' declared' : ''}`,
    );

  it('of a region are its lines, the aliases that show it, roots, ranges and sections', () => {
    expect(mentions('|@ram')).toEqual([
      '4 @ram',
      '14 ram',
      '15 ram declared',
      '19 @ram',
      '30 ram',
      '32 ram',
      '34 ram',
      '38 ram',
      '40 ram',
      '42 ram',
    ]);
    expect(mentions('Root memory region: |system')).toEqual([
      '3 system declared',
      '12 @system',
      '17 system',
      '18 system declared',
      '26 system',
      '27 system',
      '29 system',
    ]);
  });

  it('of an address space are its line and its use of a view', () => {
    expect(mentions('AS "|nic"')).toEqual(['10 nic declared', '28 nic']);
  });
});

describe('links', () => {
  it('lead from each address space to its view and back', () => {
    expect(dumpLinks(board).map(({ range, target }) => `${slice(board, range)} -> ${lineOf(board, target)}`)).toEqual([
      'cpu-memory-0 -> 25: FlatView #0',
      'memory -> 25: FlatView #0',
      'nic -> 25: FlatView #0',
      'memory -> 2: address-space: memory',
      'cpu-memory-0 -> 1: address-space: cpu-memory-0',
      'nic -> 10: address-space: nic',
    ]);
  });

  it('need both ends', () => expect(dumpLinks(dumpOf(BOARD.slice(0, BOARD.indexOf('FlatView'))))).toEqual([]));
});

it('a second tree of the same machine prints the same regions', () => {
  const full = BOARD.slice(0, BOARD.indexOf('FlatView'));
  const plain = full.replace(/.*\[disabled\]\n/g, '');
  const dump = dumpOf(`(qemu) info mtree\n${plain}\n(qemu) info mtree -D\n${full}`);
  const lines = dumpMentions(dump, at(dump, ': |uart')).map(({ range }) => lineOf(dump, range.start).split(':')[0]);
  expect(lines).toEqual(['6', '20', '30', '45']);
});
