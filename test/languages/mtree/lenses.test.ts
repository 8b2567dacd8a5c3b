import { expect, it } from 'vitest';
import { dumpLens, dumpLensPlaces } from '../../../server/src/languages/mtree/lenses.ts';
import { BOARD, dumpOf, lineOf } from './dump.ts';

const lenses = (text: string, release?: string): string[] => {
  const dump = dumpOf(text, release);
  return dumpLensPlaces(dump).map(({ range, data }) => {
    const lens = data.kind === 'space' ? dumpLens(dump, data.space) : undefined;
    const target = lens?.target === undefined ? '' : ` -> ${lineOf(dump, lens.target)}`;
    return `${dump.lineNumber(range.start)} ${lens?.title}${target}`;
  });
};

// one place for the address spaces that are printed together; the bytes are FlatView 56, room for 10 ranges of 64,
// AddressSpaceDispatch 64, room for 24 nodes of 2048 (6 there when the last range asks for 18), and for 16 sections of 64
it('tell the view of each address space, who shares it, and what it costs', () => {
  expect(lenses(BOARD)).toEqual([
    '1 FlatView of system: 5 ranges, shared by 3 · 6 nodes · 49.7 KiB -> 25: FlatView #0',
    '10 FlatView of system: 5 ranges, shared by 3 · 6 nodes · 49.7 KiB -> 25: FlatView #0',
  ]);
});

it('under a core that shares nothing, say so', () => {
  const [together, alone] = lenses(BOARD.replaceAll('cpu-memory-0', 'dma'), '2.10');
  expect(together).toMatch(/^1 2 FlatViews of system, none shared: each 5 ranges · 6 nodes · 49.7 KiB/);
  expect(alone).toMatch(/^10 FlatView of bus master container: 5 ranges, not shared · 6 nodes/);
});

it('show what a name would do to an editor', () => {
  const [lens] = lenses(BOARD.replaceAll(/system$/gm, 'sys\u202etem').replaceAll('@system', '@sys\u202etem'));
  expect(lens).toContain('FlatView of sys<U+202E>tem');
});

it('of an idle device is the empty view; without views in the text there is nowhere to go', () => {
  const idle = BOARD.slice(0, BOARD.indexOf('FlatView')).replace(/(alias bus master .*)/, '$1 [disabled]');
  expect(lenses(idle)[1]).toBe('10 Empty FlatView, not shared');
});
