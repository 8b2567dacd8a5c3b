import { expect, it } from 'vitest';
import type { Outline } from '../../../server/src/languages/model.ts';
import { dumpFolds } from '../../../server/src/languages/mtree/folds.ts';
import { dumpOutline } from '../../../server/src/languages/mtree/outline.ts';
import { BOARD, dumpOf } from './dump.ts';

const board = dumpOf(BOARD);

it('the outline is the region tree, then the views with their dispatch trees', () => {
  const show = (outlines: readonly Outline[], depth: number): string[] =>
    outlines.flatMap(({ name, detail, children }) => [
      `${'  '.repeat(depth)}${name}${/^[0-9a-f]+-/.test(detail) ? '' : ` (${detail})`}`,
      ...show(children, depth + 1),
    ]);
  const lines = show(dumpOutline(board.sections), 0);
  expect(lines.slice(0, 10)).toEqual([
    'cpu-memory-0, memory (address space)',
    '  system',
    '    low',
    '    uart',
    '    lost',
    '    flash',
    '    ghost',
    'nic (address space)',
    '  bus master container',
    '    bus master',
  ]);
  expect(lines.slice(-7)).toEqual([
    'FlatView of memory, cpu-memory-0, nic (5 ranges)',
    '  ram',
    '  uart',
    '  ram',
    '  flash',
    '  ram',
    '  Dispatch (6 sections, 6 nodes)',
  ]);
});

it('folds are of blocks, regions with children, views, and each part of a dispatch tree', () => {
  const folds = dumpFolds(board).map(({ range }) => `${board.lineNumber(range.start)}-${board.lineNumber(range.end)}`);
  expect(folds).toEqual([
    ...['1-8', '3-8', '10-12', '11-12', '14-15', '17-23', '18-23'],
    // FlatView, Dispatch, Physical sections, Nodes, and six nodes
    ...['25-65', '35-65', '36-42', '43-65'],
    ...['44-46', '47-49', '50-52', '53-55', '56-58', '59-65'],
  ]);
});

it('a view without a dispatch tree folds to its last range, one that is empty to the word for it', () => {
  const text = [
    'FlatView #0',
    ' AS "a", root: x',
    ' Root memory region: x',
    '  0000000000000000-0000000000000fff (prio 0, ram): x',
    '',
    'FlatView #1',
    ' AS "b", root: y',
    ' Root memory region: (none)',
    '  No rendered FlatView',
    '',
  ].join('\n');
  const dump = dumpOf(text);
  expect(dumpFolds(dump).map(({ range }) => `${dump.lineNumber(range.start)}-${dump.lineNumber(range.end)}`)).toEqual([
    '1-4',
    '6-9',
  ]);
});
