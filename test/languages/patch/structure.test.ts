import { describe, expect, it } from 'vitest';
import type { Outline } from '../../../server/src/languages/model.ts';
import { patchFolds } from '../../../server/src/languages/patch/folds.ts';
import { patchOutline } from '../../../server/src/languages/patch/outline.ts';
import { readPatch } from '../../../server/src/patch/read-patch.ts';
import { readSeries } from '../../../server/src/patch/series.ts';
import { SERIES } from './series.ts';

const set = readPatch(SERIES);
const outline = patchOutline(set, readSeries(set.patches, SERIES));

describe('the outline', () => {
  const show = (outlines: readonly Outline[], depth = 0): string[] =>
    outlines.flatMap(({ name, detail, kind, children }) => [
      `${'  '.repeat(depth)}${kind}: ${name} (${detail})`,
      ...show(children, depth + 1),
    ]);

  it('has mails with their place in the series, files with what happens to them, hunks by their function', () => {
    expect(show(outline)).toEqual([
      'series: hw/foo: Two regions (v2 · 1 of 2 patches)',
      '  message: Cover letter: hw/foo: Two regions (v2 · 0/2)',
      '  patch: hw/foo: Map the second bank (v2 · 1/2 · +4 -3)',
      '    file: hw/foo/foo.c (+3 -1)',
      '      hunk: foo_realize (@@ 10 · +2 -1)',
      '      hunk: foo_reset (@@ 40 · +1 -0)',
      '    file: hw/foo/bank.h (renamed from hw/foo/old.h · +1 -1)',
      '      hunk: struct Bank (@@ 3 · +1 -1)',
      '    file: hw/foo/gone.c (deleted · +0 -1)',
      '      hunk: @@ 0 (+0 -1)',
      '  message: Re: hw/foo: Map the second bank (v2 · 1/2 · A Reviewer)',
      'message: Pull request: foo queue ()',
    ]);
  });

  it('leaves mails where they stand if others stand between those of their series', () => {
    const at = SERIES.indexOf('From 3123');
    const first = SERIES.indexOf('From 1123');
    const text = SERIES.slice(0, first) + SERIES.slice(at) + SERIES.slice(first, at);
    const mixed = readPatch(text);
    expect(patchOutline(mixed, readSeries(mixed.patches, text)).map(({ kind }) => kind)).toEqual([
      'message',
      'message',
      'patch',
      'message',
    ]);
  });

  it('has every selection inside its range, every child inside its parent, all in the order of the text', () => {
    const check = (outlines: readonly Outline[], outer: { start: number; end: number }): void => {
      let last = outer.start;
      for (const { range, selection, children } of outlines) {
        expect(range.start).toBeGreaterThanOrEqual(last);
        expect(range.end).toBeLessThanOrEqual(outer.end);
        expect(selection.start).toBeGreaterThanOrEqual(range.start);
        expect(selection.end).toBeLessThanOrEqual(range.end);
        check(children, range);
        last = range.end;
      }
    };
    check(outline, { start: 0, end: SERIES.length });
  });
});

describe('folds', () => {
  const lines = SERIES.split('\n');
  const lineOf = (offset: number): number => SERIES.slice(0, offset).split('\n').length - 1;
  const folds = patchFolds(set, SERIES).map(({ range, kind }) => ({
    from: lineOf(range.start),
    to: lineOf(range.end),
    kind,
  }));
  /** First and last line of each fold that begins with a word. */
  const shown = (word: string): string[] =>
    folds.flatMap(({ from, to }) => (lines[from]?.startsWith(word) ? [`${lines[from]} … ${lines[to]}`] : []));

  it('show in their first lines what they hide', () => {
    expect(shown('From ')).toEqual([]);
    // its subject stands for a mail
    expect(shown('Subject: [PATCH v2 1/2]')).toEqual(['Subject: [PATCH v2 1/2] hw/foo: Map the second bank … 2.39.5']);
    expect(shown('From: A Dev')).toHaveLength(3);
    expect(shown('From: A Dev')[0]).toMatch(/ … Date: /);
    expect(shown('Message-Id: <one')).toEqual(['Message-Id: <one+1/x@example.org> … References: <cover@example.org>']);
    expect(shown('The second bank')).toEqual([
      'The second bank has a region of its own since commit … Signed-off-by: A Developer <dev@example.org>',
    ]);
    expect(shown('v2: rebased')).toEqual(['v2: rebased … v2: rebased']);
    expect(shown(' hw/foo/foo.c |')).toEqual([
      ' hw/foo/foo.c | 4 +++- …  3 files changed, 4 insertions(+), 3 deletions(-)',
      ' hw/foo/foo.c | 4 +++- …  delete mode 100644 hw/foo/gone.c',
    ]);
    expect(shown('diff --git')).toHaveLength(3);
    expect(shown('@@ ')).toHaveLength(4);
    expect(shown('-- ')).toEqual(['--  … 2.39.5', '--  … 2.39.5', '--  … rev']);
    expect(shown('>')).toEqual([
      '> The second bank has a region of its own since commit … > 967dc9b119',
      '> +    map(1); … > +    map(1);',
    ]);
    expect(folds.filter(({ kind }) => kind === 'region')).toHaveLength(4 + 3 + 4);
  });

  it('of a single mail leave its subject in sight, which stands for the fields below it', () => {
    const text =
      'From: A <a@b>\nDate: x\nSubject: [PATCH] a\n b\nTo: c\n\nMessage\n---\n--- a/memory.c\n+++ b/memory.c\n';
    const single = patchFolds(readPatch(text), text);
    expect(single.map(({ range }) => text.slice(range.start, range.end))).toEqual([
      'From: A <a@b>\nDate: x',
      'Subject: [PATCH] a\n b\nTo: c',
      'Message',
      '--- a/memory.c\n+++ b/memory.c',
    ]);
  });

  it('nest, never cross, and begin on lines of their own', () => {
    for (const one of folds) {
      for (const other of folds) {
        if (one === other) continue;
        expect(one.from).not.toBe(other.from);
        if (one.from < other.from && other.from <= one.to) expect(other.to).toBeLessThanOrEqual(one.to);
      }
    }
  });
});
