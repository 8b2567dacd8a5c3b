import { expect, it } from 'vitest';
import { dumpDefinition } from '../../../server/src/languages/mtree/definition.ts';
import { dumpHover } from '../../../server/src/languages/mtree/hover.ts';
import { dumpProblems } from '../../../server/src/languages/mtree/problems.ts';
import { dumpTokens } from '../../../server/src/languages/mtree/semantic-tokens.ts';
import { BOARD, dumpOf, slice } from './dump.ts';

const [tree = '', views = ''] = BOARD.split(/(?=FlatView #0)/);
const answer = (text: string): string => `${JSON.stringify({ return: text.replace(/\n/g, '\r\n') })}\n`;
const board = dumpOf(BOARD);

/** A form in which dumps reach people: what is found in it has its place in the text as it stands. */
it.each([
  ['with CRLF', BOARD.replace(/\n/g, '\r\n')],
  ['quoted in a mail', BOARD.replace(/^/gm, '> ')],
  ['as the answers of QMP', answer(tree) + answer(views)],
])('a dump %s has what the plain one has', (_, text) => {
  const dump = dumpOf(text);
  const words = (one: typeof dump): string[] =>
    dumpTokens(one).map(({ range, kind, modifiers }) => [slice(one, range), kind, ...modifiers].join(' '));
  expect(words(dump)).toEqual(words(board));
  expect(dumpProblems(dump, { map: true }).map(({ range, code }) => `${code} ${slice(dump, range)}`)).toEqual([
    'never-visible lost',
  ]);
  const definition = dumpDefinition(dump, text.indexOf('@ram') + 2);
  expect(definition && slice(dump, definition.selection)).toBe('ram');
  const hover = dumpHover(dump, text.indexOf(': uart') + 3);
  expect(hover && slice(dump, hover.range)).toBe('uart');
  expect(hover?.markdown).toBe(dumpHover(board, BOARD.indexOf(': uart') + 3)?.markdown);
});
