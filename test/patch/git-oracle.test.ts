import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { FilePatch } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { slice } from './outline.ts';

// Outside any repository: inside one, `git apply --numstat` passes over paths silently.
const root = mkdtempSync(join(tmpdir(), 'patch-oracle-'));
const repo = join(root, 'repo');
const outside = join(root, 'outside');
mkdirSync(repo);
mkdirSync(outside);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const env = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CEILING_DIRECTORIES: root,
};
const git = (cwd: string, args: string[], input = ''): string =>
  execFileSync('git', ['-c', 'core.autocrlf=false', '-c', 'core.safecrlf=false', ...args], {
    cwd,
    env,
    input,
    stdio: 'pipe',
  }).toString();
git(repo, ['init', '-q']);

type Tree = Readonly<Record<string, string>>;

function store(tree: Tree): string {
  for (const name of readdirSync(repo)) if (name !== '.git') rmSync(join(repo, name), { recursive: true });
  for (const [name, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(repo, name)), { recursive: true });
    writeFileSync(join(repo, name), text);
  }
  git(repo, ['add', '-A']);
  return git(repo, ['write-tree']).trim();
}

const name = fc.constantFrom('f.c', 'd/g.c', 'two words', 'ü.c', 'q"uote', 'b/x', 'a/y', 'tab\tname');
const line = fc.oneof(
  fc.constantFrom('a', 'b', '', ' ', '{', '}', 'x\r', 'é', 'int f(void)'),
  fc.constantFrom(
    '-- ',
    '--',
    '-- a/x',
    '++ b/x',
    '@@ -1 +1 @@',
    'diff --git a/x b/x',
    'From x Mon 10:00:00 2020',
    '\\ No newline',
  ),
);
const content = fc
  .record({ lines: fc.array(line, { maxLength: 40 }), ending: fc.constantFrom('\n', '\r\n'), last: fc.boolean() })
  .map(({ lines, ending, last }) => lines.join(ending) + (last && lines.length > 0 ? ending : ''));
const edit = fc.record({ at: fc.nat(40), remove: fc.nat(3), insert: fc.array(line, { maxLength: 3 }) });
const change = fc.record({
  kind: fc.constantFrom('edit', 'edit', 'delete', 'move', 'binary'),
  edits: fc.array(edit, { maxLength: 3 }),
  to: name,
});
const scene = fc.record({
  files: fc.dictionary(name, fc.tuple(content, change), { minKeys: 1, maxKeys: 3 }),
  created: fc.dictionary(name, content, { maxKeys: 1 }),
});

function edited(text: string, edits: readonly { at: number; remove: number; insert: readonly string[] }[]): string {
  const lines = text.split('\n');
  for (const { at, remove, insert } of edits) lines.splice(Math.min(at, lines.length), remove, ...insert);
  return lines.join('\n');
}

function trees({
  files,
  created,
}: {
  files: Record<string, [string, { kind: string; edits: Parameters<typeof edited>[1]; to: string }]>;
  created: Tree;
}): [Tree, Tree] {
  const before: Record<string, string> = {};
  const after: Record<string, string> = {};
  const put = (tree: Record<string, string>, path: string, text: string): void => {
    tree[path] = text;
  };
  for (const [path, [text, { kind, edits, to }]] of Object.entries(files)) {
    put(before, path, text);
    if (kind === 'edit') put(after, path, edited(text, edits));
    if (kind === 'move') put(after, to, edited(text, edits.slice(0, 1)));
    if (kind === 'binary') put(after, path, `${text}\0`);
  }
  for (const [path, text] of Object.entries(created)) put(after, path, text);
  return [before, after];
}

const linesOf = (text: string): string[] => text.split('\n');

/** Applies a file's hunks where they say they belong; the test's own, so that nothing of the product judges itself. */
function applied(old: string, file: FilePatch): string[] {
  const lines = linesOf(old);
  const out: string[] = [];
  let at = 0;
  for (const hunk of file.hunks) {
    const start = hunk.oldLines === 0 ? hunk.oldStart : hunk.oldStart - 1;
    out.push(...lines.slice(at, start));
    const of = (...kinds: string[]): string[] =>
      hunk.lines.filter((item) => kinds.includes(item.kind)).map((item) => item.text);
    expect(lines.slice(start, start + hunk.oldLines)).toEqual(of('context', 'removed'));
    const numbered = hunk.lines.filter((item) => item.newLine !== undefined);
    expect(numbered.map((item) => item.newLine)).toEqual(numbered.map((_, i) => out.length + 1 + i));
    out.push(...of('context', 'added'));
    at = start + hunk.oldLines;
  }
  return [...out, ...lines.slice(at)];
}

const styles = [['-U3'], ['-U0'], ['-U10', '-M20%', '--no-prefix'], ['-M', '-C', '--find-copies-harder']];

it('agrees with git apply --numstat, and hunks turn Before into After', () => {
  fc.assert(
    fc.property(scene, fc.constantFrom(...styles), (found, style) => {
      const [before, after] = trees(found);
      const text = git(repo, ['diff', '--binary', ...style, store(before), store(after)]);
      if (text === '') return;
      const set = readPatch(text);
      expect(set.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
      const files = set.patches.flatMap((patch) => patch.files);
      const strip = style.includes('--no-prefix') ? '-p0' : '-p1';
      const stat = git(outside, ['apply', '--numstat', '-z', strip], text).split('\0').slice(0, -1);
      const counts = (file: FilePatch): string =>
        file.change === 'binary' ? '-\t-' : `${file.added}\t${file.deleted}`;
      expect(files.map((file) => `${counts(file)}\t${file.newPath || file.oldPath}`)).toEqual(stat);
      for (const file of files) {
        if (file.change === 'binary') continue;
        for (const hunk of file.hunks) {
          expect(hunk.whole).toBe(true);
          for (const item of hunk.lines) expect(slice(text, item.range).slice(1)).toBe(item.text);
        }
        const old = file.oldPath === '' ? '' : (before[file.oldPath] ?? 'missing');
        const now = file.newPath === '' ? '' : (after[file.newPath] ?? 'missing');
        const tail = (lines: string[]): string => lines.join('\n').replace(/\n+$/, '');
        expect(tail(applied(old, file))).toBe(tail(linesOf(now)));
      }
    }),
    { numRuns: 40, seed: 20170921 },
  );
}, 20_000);
