import { describe, expect, it } from 'vitest';
import { dumpDefinition } from '../../../server/src/languages/mtree/definition.ts';
import { dumpFolds } from '../../../server/src/languages/mtree/folds.ts';
import { dumpHover } from '../../../server/src/languages/mtree/hover.ts';
import { dumpSizes } from '../../../server/src/languages/mtree/inlay-hints.ts';
import { dumpLens, dumpLensPlaces } from '../../../server/src/languages/mtree/lenses.ts';
import { dumpLinks } from '../../../server/src/languages/mtree/links.ts';
import { dumpMentions } from '../../../server/src/languages/mtree/mentions.ts';
import { dumpOutline } from '../../../server/src/languages/mtree/outline.ts';
import { dumpProblems } from '../../../server/src/languages/mtree/problems.ts';
import { dumpTokens } from '../../../server/src/languages/mtree/semantic-tokens.ts';
import { BOARD, dumpOf } from './dump.ts';

const ALL = '0000000000000000-ffffffffffffffff';
const space = (lines: readonly string[]): string =>
  ['address-space: memory', `  ${ALL} (prio 0, i/o): system`, ...lines, ''].join('\n');
const region = (i: number, size: number, name: string, priority = 0): string => {
  const hex = (n: number): string => n.toString(16).padStart(16, '0');
  return `    ${hex(i)}-${hex(i + size - 1)} (prio ${priority}, i/o): ${name}`;
};

/** Each level shows the next ten times: 10^8 ranges. */
const bomb = (levels: number): string =>
  `${Array.from({ length: levels }, (_, level) =>
    [
      level === 0 ? 'address-space: memory' : `memory-region: r${level}`,
      `  ${ALL} (prio 0, i/o): r${level}`,
      ...Array.from({ length: 10 }, (_, i) => `    ${ALL} (prio ${i}, i/o): alias a${i} @r${level + 1} ${ALL}`),
      '',
    ].join('\n'),
  ).join('\n')}\nmemory-region: r${levels}\n  ${ALL} (prio 0, i/o): r${levels}\n`;

const HOSTILE: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['binary', '\u0001\ufffd|'.repeat(2000)],
  [
    'every line cut in the middle',
    BOARD.split('\n')
      .map((line) => line.slice(0, line.length / 2))
      .join('\n'),
  ],
  ['every line twice', BOARD.replace(/^.*$/gm, '$&\n$&')],
  ['blocks in reverse', BOARD.split('\n\n').reverse().join('\n\n')],
  ['3,000 regions on one place', space(Array.from({ length: 3000 }, (_, i) => region(0, 4096, `r${i}`)))],
  [
    '3,000 regions that overlap in a chain',
    space(Array.from({ length: 3000 }, (_, i) => region(i * 16, 4096, `r${i}`, i % 2))),
  ],
  ['aliases that nest without end', bomb(8)],
  ['an alias of itself', space([`    ${ALL} (prio 0, i/o): alias me @system ${ALL}`])],
  ['an end before its start', space(['    00000000ffffffff-0000000000000000 (prio 0, ram): ram'])],
];

/** Every feature on a text, the ones of a place at some places. */
function everything(text: string): void {
  const dump = dumpOf(text);
  dumpProblems(dump, { map: true });
  dumpOutline(dump.sections);
  dumpFolds(dump);
  dumpTokens(dump);
  dumpSizes(dump, { start: 0, end: text.length });
  dumpLinks(dump);
  for (const { data } of dumpLensPlaces(dump)) if (data.kind === 'space') dumpLens(dump, data.space);
  for (let i = 0; i <= 20; i++) {
    const offset = Math.floor((text.length * i) / 20);
    dumpHover(dump, offset);
    dumpDefinition(dump, offset);
    dumpMentions(dump, offset);
  }
}

describe('no text of a dump stops a feature, or takes it long', () => {
  it.each(HOSTILE)('%s', (_, text) => {
    const start = performance.now();
    expect(() => everything(text)).not.toThrow();
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('a cursor may be anywhere', () => {
    const dump = dumpOf(BOARD);
    for (let offset = 0; offset <= BOARD.length + 2; offset++) {
      expect(() => [dumpHover(dump, offset), dumpDefinition(dump, offset)]).not.toThrow();
    }
  });

  it('a text cut anywhere is read as far as it goes', () => {
    for (let end = 0; end < BOARD.length; end += 97) expect(() => everything(BOARD.slice(0, end))).not.toThrow();
  });
});
