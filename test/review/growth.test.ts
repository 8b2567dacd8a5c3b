import { describe, expect, it } from 'vitest';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { reviewMessages } from '../../server/src/review/messages.ts';
import { reviewPatches } from '../../server/src/review/review.ts';
import { growth } from '../grows.ts';

const diff = '--- a/hw/f.c\n+++ b/hw/f.c\n@@ -1 +1 @@\n-a\n+b\n';
const commit = (i: number): string =>
  `commit ${String(i).padStart(40, '0')}\nAuthor: A <a@example.org>\nDate:   Mon Sep 1 10:00:00 2025 +0000\n\n    hw: ${i}\n\n${diff}\n`;
const mail = (i: number, size: number): string =>
  `From a Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: [PATCH ${i}/${size}] hw: ${i}\n\nFlatViews 39 -> 12 for the whole series.\n---\n${diff}`;
const many = (size: number, make: (i: number) => string): string =>
  Array.from({ length: size }, (_, i) => make(i + 1)).join('');

describe('messages: four times the text takes no more than eight times the time', () => {
  it.each<[string, (size: number) => string, number]>([
    ['commits of a log', (size) => many(size, commit), 5000],
    ['mails of a series', (size) => many(size, (i) => mail(i, size)), 2000],
  ])('%s', { timeout: 60_000 }, (_, make, size) => {
    const sets = new Map<string, ReturnType<typeof reviewed>>();
    const reviewed = (text: string) => reviewPatches({ text, set: readPatch(text) }, []);
    const own = (): never => {
      throw new Error('There is no machine.');
    };
    const run = (text: string): unknown => {
      const review = sets.get(text) ?? reviewed(text);
      sets.set(text, review);
      return reviewMessages(text, review, own);
    };
    expect(growth(make, size, run)).toBeLessThan(8);
  });
});
