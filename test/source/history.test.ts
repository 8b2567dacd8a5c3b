import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { isCoreSource } from '../../server/src/source/core-files.ts';
import type { SourcePatch } from '../../server/src/source/model.ts';
import { recognise } from '../../server/src/source/recognise.ts';
import { broken, codeLines, mapLines, renamed, reversed, type SourceLine, verdict } from './helpers.ts';

/** A repository with QEMU's history: none of QEMU's code is in here, so its commits are read from there. */
const TREE = process.env.QEMU_TREE ?? '';

const known: [string, string][] = [
  ['89c177bbdd', '2.10 -> 89c177bbdd'],
  ['967dc9b119', '89c177bbdd -> 967dc9b119'],
  ['e673ba9af9', '967dc9b119 -> e673ba9af9'],
  ['092aa2fc65', 'e673ba9af9 -> 092aa2fc65'],
  ['c26763f8ec', '2.11 -> 3.1'],
  ['533f5d6679', '7.2 -> 8.2'],
  ['50b107c5d6', '3.1 -> 50b107c5d6'],
  ['7b0d792ce1', '50b107c5d6 -> 7b0d792ce1'],
  ['08565552f7', '7b0d792ce1 -> 4.2'],
];

/** Variables of the functions that change, and none of the fields that are declared. */
const VARIABLES =
  'view mr found next child empty_view old_view new_view physmr as a b r1 r2 i n d fv fr tmp base clip subregion value'.split(
    ' ',
  );

function commit(hash: string, context: number): SourcePatch {
  const show = ['-C', TREE, 'show', '--pretty=email', '--no-color', '--no-ext-diff', `-U${context}`, hash];
  const { patches } = readPatch(execFileSync('git', show, { encoding: 'utf8', maxBuffer: 1 << 26 }));
  return { date: patches[0]?.message.date ?? '', files: patches.flatMap((patch) => patch.files) };
}

/** The changed lines of code that the transition explains. */
function explained(patch: SourcePatch): SourceLine[] {
  const { unexplained } = recognise(patch);
  const others = new Set(unexplained.map(({ file, hunk, line }) => patch.files[file]?.hunks[hunk]?.lines[line]));
  const files = patch.files.filter(({ newPath }) => isCoreSource(newPath));
  return codeLines({ ...patch, files }).filter((line) => !others.has(line));
}

const title = 'commits of QEMU';
describe.skipIf(TREE === '')(TREE === '' ? `${title} (skipped: QEMU_TREE names no repository)` : title, () => {
  describe.each(known)('%s', (hash, expected) => {
    const back = expected.split(' -> ').reverse().join(' -> ');

    it.each([3, 10])('is recognised with %i lines of context, and reversed', (context) => {
      expect(verdict(commit(hash, context))).toBe(expected);
      expect(verdict(reversed(commit(hash, context)))).toBe(back);
    });

    it('names each trait, with lines for what is shown', () => {
      const { evidence } = recognise(commit(hash, 10));
      const shown = evidence.filter(({ basis }) => basis === 'changed lines' || basis === 'context');
      expect(shown.length).toBeGreaterThan(0);
      for (const { trait, lines } of shown) {
        expect(lines.length, trait).toBeGreaterThan(0);
      }
    });

    it('is the same with other names of variables', () => {
      const names = Object.fromEntries(VARIABLES.map((variable) => [variable, `other_${variable}`]));
      expect(verdict(renamed(commit(hash, 3), names))).toBe(expected);
    });

    it('is not recognised with any line that it explains mutated', { timeout: 600_000 }, () => {
      for (const patch of [commit(hash, 3), reversed(commit(hash, 3))]) {
        const lines = explained(patch);
        expect(lines.length).toBeGreaterThan(0);
        for (const [what, other] of broken(patch, lines)) {
          if (recognise(other).status === 'recognised') expect.fail(what);
        }
      }
    });

    it('is not recognised with any line that it explains left out of a longer hunk', () => {
      for (const patch of [commit(hash, 10), reversed(commit(hash, 10))]) {
        for (const line of explained(patch)) {
          const other = mapLines(patch, (one) => (one === line ? [] : [one]));
          if (recognise(other).status === 'recognised') expect.fail(line.text);
        }
      }
    });
  });
});
