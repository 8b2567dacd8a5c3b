import { describe, expect, it } from 'vitest';
import { dumpProblems } from '../../../server/src/languages/mtree/problems.ts';
import { mtree } from '../../machine/mtree.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../../shared.ts';
import { BOARD, dumpOf, slice } from './dump.ts';

const OURS = new Set(['overlap', 'outside-container', 'past-target', 'never-visible']);

/** "5 warning code: message" for each problem of the map. */
function problems(text: string): string[] {
  const dump = dumpOf(text);
  return dumpProblems(dump, { map: true })
    .filter(({ code }) => OURS.has(code))
    .map(({ range, severity, code, message }) => `${dump.lineNumber(range.start)} ${severity} ${code}: ${message}`);
}

const machine = (lines: string, rest = ''): string =>
  mtree(`
    address-space: memory
      0-* (prio 0, i/o): system
${lines.replace(/^\n/, '')}

${rest}
  `);

describe('overlaps at one priority', () => {
  it('of one address: the newest is printed first, and wins', () => {
    expect(
      problems(
        machine(`
        1000-1fff (prio 0, i/o): newer
        1000-2fff (prio 0, i/o): older`),
      ),
    ).toEqual([
      '4 information overlap: "newer" covers "older" from 0x1000 on. Both have priority 0 in "system", so the newer wins: of one address, it is printed first.',
    ]);
  });

  const apart = `
        1000-2fff (prio 0, i/o): first
        2000-3fff (prio 0, i/o): second`;

  it.each([
    ['second', '1000-1fff (prio 0, i/o): first\n      2000-3fff (prio 0, i/o): second', 3],
    ['first', '1000-2fff (prio 0, i/o): first\n      3000-3fff (prio 0, i/o): second @1000', 4],
  ])('of two addresses: the printed view tells, here %s', (winner, view, line) => {
    const loser = winner === 'first' ? 'second' : 'first';
    const text = machine(
      apart,
      `    FlatView #0
     AS "memory", root: system
     Root memory region: system
      ${view}
`,
    );
    expect(problems(text)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${line} information overlap: "${winner}" covers "${loser}" from 0x2000 on\\. .* so the newer wins: the FlatView of "memory" in this file shows "${winner}" there`,
        ),
      ),
    ]);
  });

  it.each([
    ['without a view, which the reader says', apart],
    [
      'of two priorities',
      '\n        1000-1fff (prio 1, i/o): a\n        1000-1fff (prio 0, i/o): b\n        0-0 (prio 0, i/o): c',
    ],
    ['where one is disabled', '\n        1000-1fff (prio 0, i/o): a\n        1000-1fff (prio 0, i/o): b [disabled]'],
    [
      'below something that hides both',
      '\n        0-ffff (prio 5, ram): top\n        1000-1fff (prio 0, i/o): a\n        1000-1fff (prio 0, i/o): b',
    ],
  ])('none %s', (_, lines) => {
    expect(problems(machine(lines)).filter((problem) => problem.includes('overlap:'))).toEqual([]);
  });
});

describe('out of bounds', () => {
  it('a region that reaches past its container, partly or wholly', () => {
    const text = machine(`
        10000-1ffff (prio 0, i/o): window
          10000-10fff (prio 0, i/o): fits
          1f000-20fff (prio 0, i/o): reaches
          30000-30fff (prio 0, i/o): lost`);
    expect(problems(text)).toEqual([
      '5 information outside-container: The last 4 KiB of "reaches" lie outside "window" and cannot show there: "window" ends at 0x10000.',
      '6 warning outside-container: "lost" lies outside "window" and cannot show there: "window" ends at 0x10000.',
    ]);
  });

  it('an alias that reaches past its target, and the target is named', () => {
    const text = machine(
      '        10000-1ffff (prio 0, ram): alias window @ram 8000-17fff',
      '    memory-region: ram\n      0-ffff (prio 0, ram): ram',
    );
    expect(problems(text)).toEqual([
      '3 information past-target: The last 32 KiB of the alias "window" are past the end of "ram": nothing shows there.',
    ]);
    const dump = dumpOf(text);
    const [problem] = dumpProblems(dump, { map: true }).filter(({ code }) => code === 'past-target');
    expect(problem?.related?.map(({ range }) => dump.lineNumber(range.start))).toEqual([6]);
  });

  it('a container that is larger than its parent is none, where nothing is in what is cut', () => {
    expect(
      problems(
        machine(
          '        10000-1ffff (prio 0, i/o): window\n          10000-* (prio 0, i/o): bus\n            10000-10fff (prio 0, ram): bar',
        ),
      ),
    ).toEqual([]);
  });
});

describe('a region that is never visible', () => {
  it('is faded, and says what hides it', () => {
    const dump = dumpOf(BOARD);
    const [found] = dumpProblems(dump, { map: true });
    expect(found).toMatchObject({
      severity: 'hint',
      code: 'never-visible',
      message: '"lost" is never visible: in the FlatView that reaches it, "ram" hides it.',
      unnecessary: true,
    });
    expect(found && slice(dump, found.range)).toBe('lost');
    expect(found?.related?.map(({ range }) => dump.lineNumber(range.start))).toEqual([15]);
  });

  it.each([
    [
      'shows in another view',
      BOARD.replace(
        '(prio 0, i/o): bus master container',
        '(prio 0, i/o): bus master container\n    0000000000006000-0000000000006fff (prio 7, i/o): alias peephole @system 0000000000006000-0000000000006fff',
      )
        .replaceAll('(prio 0, ram): alias low', '(prio 0, ram): alias low')
        .replaceAll('0000000000006000-00000000000060ff (prio -1', '0000000000006000-00000000000060ff (prio 9'),
    ],
    ['is disabled', BOARD.replaceAll(': lost', ': lost [disabled]')],
  ])('is not one that %s', (_, text) => expect(problems(text)).toEqual([]));

  it('is said of the outermost only', () => {
    const text = machine(`
        0-ffff (prio 1, ram): ram
        1000-1fff (prio 0, i/o): device
          1000-100f (prio 0, i/o): registers`);
    expect(problems(text)).toEqual([
      '4 hint never-visible: "device" is never visible: in the FlatView that reaches it, "ram" hides it.',
    ]);
  });
});

it('can be switched off', () => {
  expect(dumpProblems(dumpOf(BOARD), { map: false })).toEqual([]);
});

describe.skipIf(!hasShared)(`on 150 machines${WITHOUT}`, () => {
  it('is said little, and most machines are clean', () => {
    const counts = corpusFiles().map((file) => problems(readShared(`corpus/${file}`)).length);
    expect(Math.max(...counts)).toBeLessThan(12);
    expect(counts.filter((n) => n === 0).length).toBeGreaterThan(counts.length / 2);
  });
});
