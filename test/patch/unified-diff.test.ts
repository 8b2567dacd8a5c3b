import { describe, expect, it } from 'vitest';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { outline, slice } from './outline.ts';

const git = (...lines: string[]): string => `${lines.join('\n')}\n`;
const onFile = (...lines: string[]): string => git('diff --git a/f.c b/f.c', '--- a/f.c', '+++ b/f.c', ...lines);

describe('file headers', () => {
  it.each([
    ['plain', onFile('@@ -1,2 +1,2 @@ int f(void)', ' a', '-b', '+c'), '  modified f.c +1 -1 [3]'],
    [
      'no prefix',
      git('diff --git f.c f.c', '--- f.c', '+++ f.c', '@@ -1 +1 @@', '-b', '+c'),
      '  modified f.c +1 -1 [2]',
    ],
    [
      'no prefix, in b/',
      git('diff --git b/f b/f', '--- b/f', '+++ b/f', '@@ -1 +1 @@', '-b', '+c'),
      '  modified b/f +1 -1 [2]',
    ],
    ['mnemonic', git('diff --git i/f w/f', '--- i/f', '+++ w/f', '@@ -1 +1 @@', '-b', '+c'), '  modified f +1 -1 [2]'],
    [
      'octal',
      git('diff --git "a/f\\303\\266\\"" "b/f\\303\\266\\""', 'old mode 100644', 'new mode 100755'),
      '  mode fö" +0 -0 []',
    ],
    [
      'blanks',
      git('diff --git a/x y b/x y', '--- a/x y\t', '+++ b/x y\t', '@@ -1 +1 @@', '-b', '+c'),
      '  modified x y +1 -1 [2]',
    ],
    [
      'new',
      git(
        'diff --git a/f b/f',
        'new file mode 100644',
        'index 0000000..12',
        '--- /dev/null',
        '+++ b/f',
        '@@ -0,0 +1 @@',
        '+c',
      ),
      '  added  => f +1 -0 [1]',
    ],
    [
      'new and empty',
      git('diff --git a/f b/f', 'new file mode 100644', 'index 0000000..e69de29'),
      '  added  => f +0 -0 []',
    ],
    [
      'deleted',
      git('diff --git a/f b/f', 'deleted file mode 100644', '--- a/f', '+++ /dev/null', '@@ -1 +0,0 @@', '-c'),
      '  deleted f =>  +0 -1 [1]',
    ],
    [
      'rename',
      git('diff --git a/x y b/z', 'similarity index 100%', 'rename from x y', 'rename to z'),
      '  renamed x y => z +0 -0 []',
    ],
    ['copy', git('diff --git a/x b/"z', 'copy from x', 'copy to "z\\tt"'), '  copied x => z\tt +0 -0 []'],
    [
      'traditional',
      git('diff -u f.c.orig f.c', '--- f.c.orig\t2020-01-01 10:00:00', '+++ f.c\t2020', '@@ -1 +1 @@', '-b', '+c'),
      '  modified f.c +1 -1 [2]',
    ],
    [
      'traditional, new',
      git('--- f\t1970-01-01 01:00:00.000000000 +0100', '+++ f\t2020', '@@ -0,0 +1 @@', '+c'),
      '  added  => f +1 -0 [1]',
    ],
  ])('%s', (_, text, file) => {
    expect(outline(readPatch(text))).toEqual(['diff', 'patch 1/1 v1', file]);
  });

  it.each(['a/../../etc/passwd', '/etc/passwd', 'C:/x', 'a/.git/hooks/post-checkout', 'a/.GIT /config', 'a\\..\\b'])(
    'refuses %s and lists it',
    (path) => {
      const set = readPatch(git(`--- ${path}`, `+++ ${path}`, '@@ -1 +1 @@', '-b', '+c'));
      expect(set.problems.map((problem) => problem.code)).toEqual(['path-refused']);
      expect(set.patches[0]?.files).toHaveLength(1);
    },
  );

  it('lists binary files and passes over their content', () => {
    const text =
      git(
        'diff --git a/x b/x',
        'index 1..2 100644',
        'GIT binary patch',
        'literal 3',
        'Ccmb=J',
        '',
        'literal 0',
        'HcmV?d00001',
        '',
      ) +
      git('diff --git a/y b/y', 'index 1..2', 'Binary files a/y and b/y differ') +
      'Binary files a/z and b/z differ\n';
    expect(outline(readPatch(text))).toEqual([
      'diff',
      'patch 1/1 v1',
      '  binary x +0 -0 []',
      '  binary y +0 -0 []',
      'information binary',
      'information binary',
      'warning not-understood',
    ]);
  });

  it('names combined diffs and reads what follows', () => {
    const text =
      git('diff --cc m.c', 'index 1,2..3', '--- a/m.c', '+++ b/m.c', '@@@ -1,1 -1,1 +1,2 @@@', '+ a', ' +b', '') +
      onFile('@@ -1 +1 @@', '-b', '+c');
    expect(outline(readPatch(text))).toEqual([
      'diff',
      'patch 1/1 v1',
      '  combined m.c +0 -0 []',
      '  modified f.c +1 -1 [2]',
      'warning combined-diff',
    ]);
  });

  it('knows blobs and ranges', () => {
    const text = git(
      'diff --git a/f b/f',
      'index 12ab..34cd 100644',
      '--- a/f',
      '+++ b/f',
      '@@ -1 +1 @@ int f(void)',
      '-b',
      '+c',
      'junk',
    );
    const file = readPatch(text).patches[0]?.files[0];
    const hunk = file?.hunks[0];
    if (!file || !hunk) throw new Error('no hunk');
    expect([file.oldBlob, file.newBlob]).toEqual(['12ab', '34cd']);
    expect(slice(text, file.headerRange)).toBe('diff --git a/f b/f\nindex 12ab..34cd 100644\n--- a/f\n+++ b/f');
    expect(slice(text, hunk.headerRange)).toBe('@@ -1 +1 @@ int f(void)');
    expect(slice(text, hunk.sectionRange)).toBe('int f(void)');
    expect(slice(text, hunk.range)).toBe('@@ -1 +1 @@ int f(void)\n-b\n+c');
    expect(file.range.end).toBe(hunk.range.end);
  });
});

describe('hunks', () => {
  const problems = (text: string): string[] => outline(readPatch(text)).slice(2);

  it.each([
    ['signature', ['@@ -1 +1 @@', '-b', '+c', '-- ', '2.39.5', ''], '  modified f.c +1 -1 [2]'],
    ['signature without blank', ['@@ -1 +1 @@', '-b', '+c', '--', '2.39.5'], '  modified f.c +1 -1 [2]'],
    ['removed lines like headers', ['@@ -1,2 +1,2 @@', '--- x', '-- ', '+++ x', '+-- '], '  modified f.c +2 -2 [4]'],
    [
      'removed line like a header, then a hunk',
      ['@@ -1 +1 @@', '--- x', '+++ x', '@@ -9 +9 @@', '-a', '+b'],
      '  modified f.c +2 -2 [2 2]',
    ],
    ['context without blank', ['@@ -1,3 +1,3 @@', ' a', '', '-b', '+c'], '  modified f.c +1 -1 [4]'],
    [
      'no newline',
      ['@@ -1 +1 @@', '-b', '\\ No newline at end of file', '+c', '\\ No newline at end of file'],
      '  modified f.c +1 -1 [4]',
    ],
    ['no context', ['@@ -3 +2,0 @@', '-b', '@@ -7,0 +7,2 @@ g', '+c', '+d'], '  modified f.c +2 -1 [1 2]'],
  ])('%s', (_, lines, file) => {
    expect(problems(onFile(...lines))).toEqual([file]);
  });

  it.each([
    ['text ends', ['@@ -1,3 +1,3 @@', ' a', '-b'], '[!2]', 'error hunk-truncated'],
    ['blank lines and text end', ['@@ -1,9 +1,9 @@', ' a', '-b', '', ''], '[!2]', 'error hunk-truncated'],
    ['another hunk', ['@@ -1,3 +1,3 @@', ' a', '@@ -9 +9 @@', '-b', '+c'], '[!1 2]', 'error hunk-truncated'],
    ['signature', ['@@ -1,5 +1,5 @@', ' a', '-b', '-- ', '2.39.5'], '[!2]', 'error hunk-truncated'],
    ['signature, old side complete', ['@@ -1,2 +1,5 @@', ' a', '-b', '-- ', '2.39.5'], '[!2]', 'error hunk-truncated'],
    [
      'wrapped line',
      ['@@ -1,3 +1,3 @@', ' a', '-b', 'wrapped', '+c', ' d', '@@ -9 +9 @@', '-b', '+c'],
      '[!2 2]',
      'error hunk-corrupt',
    ],
    [
      'header counts too few',
      ['@@ -1,2 +1,2 @@', ' a', '-b', '+c', '+d', ' e', '-- ', '2.39.5'],
      '[!5]',
      'error hunk-counts',
    ],
    ['one side too few', ['@@ -1,1 +1,3 @@', ' a', '-b', '+c'], '[!3]', 'error hunk-counts'],
    ['unreadable header', ['@@ -1,x +1 @@', '-b', '+c'], '[]', 'error hunk-corrupt'],
    [
      'text between',
      ['@@ -1 +1 @@', '-b', '+c', '', '[...]', '@@ -9 +9 @@', '-b', '+c'],
      '[2 2]',
      'error not-understood',
    ],
  ])('%s: not whole', (_, lines, hunks, problem) => {
    const found = problems(onFile(...lines));
    expect(found[0]?.slice(found[0].indexOf('['))).toBe(hunks);
    expect(found.slice(1)).toEqual([problem]);
  });

  it('ends a truncated hunk at the next file', () => {
    const next = ['--- a/g.c', '+++ b/g.c', '@@ -1 +1 @@', '-b', '+c'];
    expect(problems(onFile('@@ -1,9 +1,9 @@', ' a', ...next))).toEqual([
      '  modified f.c +0 -0 [!1]',
      '  modified g.c +1 -1 [2]',
      'error hunk-truncated',
    ]);
  });

  it('says file and counts of a truncated hunk', () => {
    const [problem] = readPatch(onFile('@@ -4,3 +4,3 @@', ' a', '-b')).problems;
    expect(problem?.message).toBe(
      'The hunk of f.c at old line 4 ends early: its header counts 3 old and 3 new lines, there are 2 old and 1 new. Fetch the whole patch again.',
    );
  });

  it('reports a hunk without a file', () => {
    expect(outline(readPatch('@@ -1 +1 @@\n-a\n+b\n'))).toEqual(['none', 'error not-understood']);
  });

  it('numbers lines on both sides', () => {
    const [file] = readPatch(onFile('@@ -5,3 +7,3 @@', ' a', '-b', '+c', ' d')).patches[0]?.files ?? [];
    expect(file?.hunks[0]?.lines.map((line) => [line.text, line.oldLine, line.newLine])).toEqual([
      ['a', 5, 7],
      ['b', 6, undefined],
      ['c', undefined, 8],
      ['d', 7, 9],
    ]);
  });

  it('reads CRLF throughout', () => {
    const text = onFile('@@ -1,2 +1,2 @@', ' a', '-b', '+c').replaceAll('\n', '\r\n');
    const set = readPatch(text);
    expect(outline(set).slice(2)).toEqual(['  modified f.c +1 -1 [3]']);
    expect(set.patches[0]?.files[0]?.hunks[0]?.lines.map((line) => line.text)).toEqual(['a', 'b', 'c']);
  });

  it('warns of control characters, once a line', () => {
    const set = readPatch(onFile('@@ -1 +1,3 @@', '-b\t', '+\u202ec\u2066', '+d\u0000', '+e\rf'));
    expect(set.problems.map((problem) => problem.code)).toEqual(Array(3).fill('control-characters'));
    expect(set.problems[0]?.message).toContain('U+202E');
  });
});
