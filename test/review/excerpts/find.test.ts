import { describe, expect, it } from 'vitest';
import { readDump } from '../../../server/src/machine/dump/read-dump.ts';
import { readPatch } from '../../../server/src/patch/read-patch.ts';
import { excerptText } from '../../../server/src/review/excerpts/excerpt-text.ts';
import { findExcerpts } from '../../../server/src/review/excerpts/find-excerpts.ts';
import type { Excerpt } from '../../../server/src/review/excerpts/model.ts';
import { mtree } from '../../machine/mtree.ts';

const mail = (message: string): string =>
  `From: A <a@example.org>\nSubject: [PATCH] hw/x: Move\n\n${message}\n---\n hw/x.c | 2 +-\n\n` +
  'diff --git a/hw/x.c b/hw/x.c\n--- a/hw/x.c\n+++ b/hw/x.c\n@@ -1 +1 @@\n-a\n+b\n';

const find = (message: string): readonly Excerpt[] => {
  const text = mail(message);
  const [patch] = readPatch(text).patches;
  return patch ? findExcerpts(text, patch.message) : [];
};

/** "before: tree memory/ system uart -ram" */
const say = ({ side, blocks }: Excerpt): string =>
  `${side}: ${blocks
    .map(({ kind, heads, regions }) => {
      const names = heads.flatMap(({ line }) => ('name' in line ? [line.name] : []));
      return `${kind} ${names.join('+')}/ ${regions
        .map(({ marker, line, afterElision }) => `${afterElision ? '... ' : ''}${marker.trim()}${line.name}`)
        .join(' ')}`;
    })
    .join('; ')}`;

const TREE = mtree(`
  address-space: memory
    0-* (prio 0, i/o): system
      1000-1fff (prio 0, i/o): uart
      80000000-8fffffff (prio 0, ram): board.ram
  `).trimEnd();

const indented = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n');

describe('text of `info mtree` in a message', () => {
  it.each([
    ['at the margin', `We have:\n\n${TREE}\n\nand that is all.`, 'unsaid: tree memory/ system uart board.ram'],
    ['indented, with a prompt', `(qemu) info mtree\n${TREE}`, 'unsaid: tree memory/ system uart board.ram'],
    ['indented', `Before:\n\n${indented(TREE, '    ')}`, 'before: tree memory/ system uart board.ram'],
    ['quoted', `It becomes:\n${indented(TREE, '> ')}\n`, 'after: tree memory/ system uart board.ram'],
    ['cut in the middle', TREE.replace(/.*uart$/m, '      ...'), 'unsaid: tree memory/ system ... board.ram'],
    ['without its head', `Before:\n${TREE.split('\n').slice(2).join('\n')}\n(etc)`, 'before: tree / uart board.ram'],
    [
      'as a diff',
      TREE.replace(/^/gm, ' ').replace(/^ (.*uart)$/m, '-$1\n+$1.mmio'),
      'diff: tree memory/ system -uart +uart.mmio board.ram',
    ],
    [
      'as a diff of two hunks',
      `  @@ -1,2 +1,2 @@\n${TREE.replace(/^/gm, '   ')}\n  @@ -9 +9 @@\n${TREE.split('\n').slice(2, 3).join('').replace(/^ */, '  +    ')}`,
      'diff: tree memory/ system uart board.ram; tree / ... +uart',
    ],
    [
      'wrapped',
      mtree(`
        address-space: memory
          0-fff (prio 0, ram): alias low @board.ram 0-fff
        `).replace(/alias low @board.ram /, 'alias\n low @board.ram\n  '),
      'unsaid: tree memory/ low',
    ],
    [
      'with marks that point at a part of it',
      TREE.replace(/(.*uart)$/m, '$1\n            ^^^^             ^^^^\n               \\ its place and name'),
      'unsaid: tree memory/ system uart board.ram',
    ],
    [
      'of a view',
      mtree(`
        The flat view becomes:

        FlatView #3
         AS "memory", root: system
         Root memory region: system
          1000-1fff (prio 0, i/o): uart @800
        `),
      'after: view memory+system/ uart',
    ],
    [
      'of two trees',
      `Before:\n${TREE}\n\nAfter:\n${TREE}`,
      'before: tree memory/ system uart board.ram',
      'after: tree memory/ system uart board.ram',
    ],
    [
      '"this ... becomes this"',
      `With it this:\n${TREE}\n\nbecomes this:\n${TREE}`,
      'before: tree memory/ system uart board.ram',
      'after: tree memory/ system uart board.ram',
    ],
    [
      'of 2.3 and before',
      '  0000000000000000-000000000000ffff (prio 0, RW): io\n    0000000000000060-0000000000000060 (prio 0, RW): kbd',
      'unsaid: tree / io kbd',
    ],
    ['none: an address range', 'The window is 0000000080000000-000000008fffffff.'],
    ['none: a head alone', 'See address-space: memory\naddress-space: memory'],
  ])('%s', (_, message, ...expected) => {
    expect(find(message).map(say)).toEqual(expected);
  });

  it('stands where it stands', () => {
    const message = `Before:\n\n${indented(TREE, '    ')}`;
    const text = mail(message);
    const [uart] = find(message)[0]?.blocks[0]?.regions.filter(({ line }) => line.name === 'uart') ?? [];
    expect(text.slice(uart?.range.start, uart?.range.end)).toBe(
      '0000000000001000-0000000000001fff (prio 0, i/o): uart',
    );
  });

  it('is read in linear time', () => {
    const start = performance.now();
    for (const line of [TREE, '0000000000000000-0000000000000fff (prio 0, ram): alias', '...', '^^^', ' - ', '> > '])
      find(`${TREE}\n${`${line}\n`.repeat(5_000)}`);
    find(`${TREE}\n${' '.repeat(200_000)}`);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('an excerpt as a dump of its own', () => {
  const dumpOf = (message: string, side: 'before' | 'after' = 'after'): string => {
    const [excerpt] = find(message);
    return excerpt ? excerptText(excerpt, side).text.trim() : '';
  };

  it('is the text itself where it is whole', () => {
    expect(dumpOf(indented(TREE, '   '))).toBe(TREE);
  });

  it('has what is not in it around it, by that name', () => {
    const { topology } = readDump(dumpOf(TREE.split('\n').slice(2).join('\n')));
    expect(topology.addressSpaces.map(({ name, root }) => `${name}: ${root.name}`)).toEqual([
      '(not in the excerpt): (not in the excerpt)',
    ]);
    expect(topology.regions.map(({ name }) => name)).toEqual(['(not in the excerpt)', 'uart', 'board.ram']);
  });

  it('is one of two where it is a diff', () => {
    const diff = TREE.replace(/^/gm, ' ').replace(/^ (.*uart)$/m, '-$1\n+$1.mmio');
    expect(dumpOf(diff, 'before')).toBe(TREE);
    expect(dumpOf(diff, 'after')).toBe(TREE.replace('uart', 'uart.mmio'));
  });

  it('keeps the place of each line', () => {
    const [excerpt] = find(`Before:\n\n${indented(TREE, '    ')}`);
    if (!excerpt) throw new Error('no excerpt');
    const { text, lines } = excerptText(excerpt, 'before');
    expect(lines.map(({ at, length }) => text.slice(at, at + length))).toEqual(
      TREE.split('\n').map((line) => line.trim()),
    );
  });
});
