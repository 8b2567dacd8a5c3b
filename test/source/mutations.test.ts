import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import type { SourcePatch } from '../../server/src/source/model.ts';
import { recognise } from '../../server/src/source/recognise.ts';
import { emptyView } from './fixtures.ts';
import { broken, codeLines, mapLines, renamed, reversed, type SourceLine, verdict } from './helpers.ts';

const SEED = new URL('../../../shared/seed/patchwork-816829.json', import.meta.url);

function seed(): SourcePatch {
  const record: { diff: string; date: string } = JSON.parse(readFileSync(SEED, 'utf8'));
  return { date: record.date, files: readPatch(record.diff).patches.flatMap((patch) => patch.files) };
}

const known: [string, () => SourcePatch, string, boolean][] = [
  ['own text of the empty view', () => emptyView, 'e673ba9af9 -> 092aa2fc65', true],
  ['the seed', seed, 'e673ba9af9 -> 092aa2fc65', existsSync(SEED)],
];

for (const [name, read, expected, there] of known) {
  describe.skipIf(!there)(name, () => {
    it('is recognised, and reversed', () => {
      expect(verdict(read())).toBe(expected);
      expect(verdict(reversed(read()))).toBe(expected.split(' -> ').reverse().join(' -> '));
    });

    it('explains every changed line', () => {
      expect(recognise(read()).unexplained).toEqual([]);
    });

    it('is not recognised with any changed line left out, made context, doubled or mutated', () => {
      for (const patch of [read(), reversed(read())]) {
        for (const [what, other] of broken(patch, codeLines(patch)))
          expect(verdict(other), what).toBe('not-recognised');
      }
    });

    it('is not recognised with a hunk left out', () => {
      const patch = read();
      const hunks = patch.files.flatMap((file) => file.hunks);
      for (const gone of hunks) {
        const files = patch.files.map((file) => ({ ...file, hunks: file.hunks.filter((one) => one !== gone) }));
        expect(verdict({ ...patch, files })).not.toBe(expected);
      }
    });

    it('is not recognised with any of its changed lines left out together', () => {
      const patch = read();
      const lines = codeLines(patch);
      fc.assert(
        fc.property(fc.subarray(lines, { minLength: 1 }), (gone) => {
          expect(verdict(mapLines(patch, (line) => (gone.includes(line) ? [] : [line])))).not.toBe(expected);
        }),
        { numRuns: 60 },
      );
    });

    it('is the same with other white space and more comments', () => {
      const patch = mapLines(read(), (line) => [
        { ...line, text: line.text.replace(/ ->/g, ' -> ').replace(/\s*$/, '\t /* so */') },
      ]);
      expect(verdict(patch)).toBe(expected);
    });

    it('is the same with other names of variables', () => {
      const variables = 'mr found next child view empty_view region count lone sub fv nothing got tree'.split(' ');
      fc.assert(
        fc.property(
          fc.uniqueArray(fc.stringMatching(/^v[a-z]{3,9}[0-9]$/), { minLength: 14, maxLength: 14 }),
          (fresh) => {
            const names = Object.fromEntries(variables.map((variable, i) => [variable, fresh[i] ?? variable]));
            expect(verdict(renamed(read(), names))).toBe(expected);
          },
        ),
        { numRuns: 30 },
      );
    });
  });
}

it('never throws, and never recognises what is not known', () => {
  const line = fc.record({
    kind: fc.constantFrom<SourceLine['kind'][]>('context', 'added', 'removed', 'no-newline'),
    text: fc.oneof(fc.string(), fc.constantFrom('{', '}', '/*', '*/', 'static void f(', '    return NULL;', '#if 0')),
  });
  const hunks = fc.array(fc.record({ section: fc.string(), whole: fc.constant(true), lines: fc.array(line) }));
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('memory.c', 'exec.c', 'include/exec/memory.h'),
      hunks,
      (date, path, list) => {
        expect(recognise({ date, files: [{ oldPath: path, newPath: path, hunks: list }] }).status).not.toBe(
          'recognised',
        );
      },
    ),
  );
});
