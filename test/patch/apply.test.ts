import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { applyFile } from '../../server/src/patch/apply.ts';
import type { FilePatch } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { reversed } from '../../server/src/patch/reverse.ts';

const folder = mkdtempSync(join(tmpdir(), 'apply-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CEILING_DIRECTORIES: tmpdir(),
};
const git = (args: string[], input = ''): string =>
  execFileSync('git', args, { cwd: folder, env, input, stdio: 'pipe' }).toString();

/** What `git apply` makes of a file, or 'refused'. */
function gitApply(before: string, patch: string, options: string[]): string {
  const file = join(folder, 'f');
  writeFileSync(file, before);
  try {
    git(['apply', ...options], patch);
    return readFileSync(file, 'utf8');
  } catch {
    return 'refused';
  }
}

function theFile(patch: string): FilePatch {
  const file = readPatch(patch).patches[0]?.files[0];
  if (!file) throw new Error('no file');
  return file;
}

const applied = (before: string, patch: string, context?: number): string => {
  const result = applyFile(before, theFile(patch), context === undefined ? {} : { context });
  return 'text' in result ? result.text : 'refused';
};

const diffOf = (before: string, after: string, context: number): string => {
  writeFileSync(join(folder, 'a'), before);
  writeFileSync(join(folder, 'b'), after);
  try {
    execFileSync('git', ['diff', '--no-index', `-U${context}`, 'a', 'b'], { cwd: folder, env, stdio: 'pipe' });
    return '';
  } catch (error) {
    // `git diff --no-index` ends with 1 where the files differ
    return String((error as { stdout: Buffer }).stdout)
      .replace(/ b\/b$/m, ' b/f')
      .replace(/^diff --git .*$/m, 'diff --git a/f b/f')
      .replace(/^--- .*$/m, '--- a/f')
      .replace(/^\+\+\+ .*$/m, '+++ b/f');
  }
};

const few = fc.constantFrom('a', 'b', 'c', '', '{', '}');
const text = fc
  .tuple(fc.array(few, { maxLength: 14 }), fc.boolean())
  .map(([lines, ended]) => lines.join('\n') + (ended && lines.length > 0 ? '\n' : ''));
const edit = fc.record({ at: fc.nat(13), drop: fc.nat(3), add: fc.array(few, { maxLength: 3 }) });
const edited = (before: string, { at, drop, add }: { at: number; drop: number; add: string[] }): string => {
  const lines = before.split('\n');
  lines.splice(Math.min(at, lines.length), drop, ...add);
  return lines.join('\n');
};

describe('agrees with git apply', () => {
  it('on the file that the patch was made from', () => {
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 3 }), fc.constantFrom(1, 3), (before, edits, context) => {
        const after = edits.reduce(edited, before);
        const patch = diffOf(before, after, context);
        if (patch === '') return;
        expect(applied(before, patch)).toBe(gitApply(before, patch, []));
        expect(applyFile(after, reversed(theFile(patch)))).toMatchObject({ text: before });
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  // whose last line is ended: of others `git apply` joins lines where the place is not the named one
  it('on a file that changed since, with and without reduced context', () => {
    fc.assert(
      fc.property(
        text,
        edit,
        fc.array(edit, { minLength: 1, maxLength: 2 }),
        fc.constantFrom(undefined, 0, 1),
        (before, change, later, context) => {
          const ended = (lines: string): string => (lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`);
          const patch = diffOf(ended(before), ended(edited(before, change)), 3);
          if (patch === '') return;
          const now = ended(later.reduce(edited, before));
          expect(applied(now, patch, context)).toBe(
            gitApply(now, patch, context === undefined ? [] : [`-C${context}`]),
          );
        },
      ),
      { numRuns: 120, seed: 5 },
    );
  });
});

const patch = `diff --git a/f b/f
--- a/f
+++ b/f
@@ -2,5 +2,6 @@
 two
 three
-four
+4
+4.5
 five
 six
`;
const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
const file = (lines: readonly string[], ending = '\n'): string => lines.map((line) => line + ending).join('');

describe('says where', () => {
  it('finds a hunk that moved', () => {
    expect(applyFile(file(['zero', 'half', ...numbers]), theFile(patch))).toMatchObject({
      hunks: [{ line: 4, offset: 2, dropped: 0 }],
    });
  });

  it('drops context only where it is told to', () => {
    const changed = file(numbers.map((line) => (line === 'two' ? 'TWO' : line)));
    expect(applyFile(changed, theFile(patch))).toEqual({
      failed: {
        hunk: 0,
        reason: 'Its lines are nowhere in the file.',
        nearest: { line: 2, equal: 4, of: 5, differs: { line: 2, wanted: 'two', found: 'TWO' } },
      },
    });
    expect(applyFile(changed, theFile(patch), { context: 1 })).toMatchObject({ hunks: [{ dropped: 2 }] });
  });

  it('keeps the line endings of the file, though mail has others', () => {
    expect(applied(file(numbers, '\r\n'), patch)).toBe(
      file(['one', 'two', 'three', '4', '4.5', 'five', 'six', 'seven'], '\r\n'),
    );
  });
});
