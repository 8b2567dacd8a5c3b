import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatchSet } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { slice } from './outline.ts';

const encoded = (type: string, body: string): string =>
  `Subject: a\nContent-Type: ${type}\nContent-Transfer-Encoding: quoted-printable\n\n${body}`;

const sample = [
  `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`,
  'From: =?utf-8?q?J=C3=B6?= <j@example.org>',
  'Subject: [PATCH v2 1/2] memory: a',
  ' folded subject',
  '',
  'Why.',
  '---',
  ' f.c | 3 ++-',
  '',
  'diff --git "a/f\\303\\266.c" b/f.c',
  'similarity index 50%',
  'rename from "f\\303\\266.c"',
  'rename to f.c',
  'index 12..34 100644',
  '--- "a/f\\303\\266.c"',
  '+++ b/f.c',
  '@@ -1,3 +1,3 @@ int f(void)',
  ' {',
  '-    return 1;',
  '+    return 2;\r',
  ' }',
  'diff --git a/g b/g',
  'GIT binary patch',
  'literal 3',
  'KcmZ',
  '',
  '-- ',
  '2.39.5',
  '',
].join('\n');

/** Every range lies in the text, is in order, and hunk lines re-slice; the law that holds for any input. */
function checkRanges(text: string, set: PatchSet): void {
  const inside = (range: { start: number; end: number }): void => {
    expect(range.start >= 0 && range.start <= range.end && range.end <= text.length).toBe(true);
  };
  for (const problem of set.problems) inside(problem.range);
  let behind = 0;
  for (const { range, message, files } of set.patches) {
    expect(range.start).toBe(behind);
    behind = range.end;
    for (const place of [range, message.subjectRange, message.bodyRange]) inside(place);
    let last = message.bodyRange.end;
    for (const file of files) {
      expect(file.range.start).toBeGreaterThanOrEqual(last);
      last = file.range.end;
      for (const hunk of file.hunks) {
        for (const place of [hunk.headerRange, hunk.sectionRange, hunk.range]) inside(place);
        for (const line of hunk.lines) expect(slice(text, line.range).slice(1)).toBe(line.text);
      }
    }
  }
  if (set.patches.length > 0) expect(behind).toBe(text.length);
}

describe('any text', () => {
  it('reads every truncation', () => {
    for (let end = 0; end <= sample.length; end++) {
      const text = sample.slice(0, end);
      checkRanges(text, readPatch(text));
    }
  });

  it('reads lines shuffled and doubled', () => {
    const lines = fc.array(
      fc.constantFrom(
        ...sample.split('\n'),
        '@@@ -1 -1 +1 @@@',
        'diff --cc x',
        '--',
        `commit ${'a'.repeat(9)}`,
        'Author: x',
        '@@ -1 +1,9999999 @@',
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n', '\r'), (found, ending) => {
        const text = found.join(ending);
        checkRanges(text, readPatch(text));
      }),
    );
  });

  it('reads any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        checkRanges(text, readPatch(text));
      }),
    );
  });
});

describe('size', () => {
  const million = 1_000_000;
  const long = (unit: string, head = '', size = 10 * million): string =>
    head + unit.repeat(Math.ceil(size / unit.length));
  it.each([
    ['one line', long('x')],
    ['blanks', long(' ')],
    ['a subject', long('[', 'From: a\nSubject: ')],
    ['a subject of prefixes', long('[a] ', 'From: a\nSubject: ')],
    ['encoded words', long('=?a?q?b', 'From: a\nSubject: ')],
    ['a name', long(' b/a', 'diff --git a/a')],
    ['a binary line', long(' and ', 'Binary files a')],
    ['a quoted name', long('\\303', 'diff --git "')],
    ['a hunk line', long('x', '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-')],
    ['a separator', long('1:00 ', 'From x ')],
    ['braces', long('{\n', '"msgid"\n')],
  ])('10 MB in %s', (_, text) => {
    const start = performance.now();
    readPatch(text);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  const some = (unit: string, head = ''): string => long(unit, head, 2 * million);
  it.each([
    ['encoded words that end', some('=?a?q?b?= ', 'From: a\nSubject: ')],
    ['a Content-Type', some(';a="', 'From: a\nSubject: b\nContent-Type: text/plain')],
    [
      'a boundary',
      some('--b       \n', 'From: a\nSubject: [PATCH 0/1] b\nContent-Type: multipart/mixed; boundary=b\n\n'),
    ],
    [
      'quoted-printable',
      some('=3D', 'From: a\nSubject: [PATCH 0/1] b\nContent-Transfer-Encoding: quoted-printable\n\n'),
    ],
    [
      'soft line breaks',
      some('a      =\n', 'From: a\nSubject: [PATCH 0/1] b\nContent-Transfer-Encoding: quoted-printable\n\n'),
    ],
    [
      'base64',
      some('QUJDREVGCg==QUJDREVGR0hJSg==\n', 'From: a\nSubject: [PATCH 0/1] b\nContent-Transfer-Encoding: base64\n\n'),
    ],
    ['an author', some('"(', 'Subject: b\nFrom: ')],
    ['an in-body fold', some(' a     \n', 'From: a\nSubject: b\n\nFrom: a\n')],
    ['trailers', some('A: bcdef\n', 'From: a\nSubject: b\n\n')],
    ['a trailer and folds', some(' bcdefg\n', 'From: a\nSubject: b\n\nA: b\n')],
    ['scissors', some('>8', 'From: a\nSubject: b\n\n')],
    ['records', some('{"msgid": 1, "content": ""},\n')],
    ['bytes', some(`\udce9${'a'.repeat(40)}\n`, 'From: a\nSubject: b\n\n')],
  ])('2 MB of a mail in %s', (_, text) => {
    const start = performance.now();
    readPatch(text);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it.each([
    ['a hunk', `--- a/f\n+++ b/f\n@@ -0,0 +1,100000 @@\n${'+    line\n'.repeat(100_000)}`, 1],
    ['hunks cut', `--- a/f\n+++ b/f\n${'@@ -1,9 +1,9 @@\n\n\n'.repeat(33_000)}`, 1],
    ['files', '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n'.repeat(20_000), 20_000],
    ['mails', 'From x Mon Sep 17 00:00:00 2001\nFrom: a\nSubject: b\n\n'.repeat(25_000), 0],
  ])('100,000 lines in %s', (_, text, files) => {
    const start = performance.now();
    const set = readPatch(text);
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(set.patches.flatMap((patch) => patch.files)).toHaveLength(files);
    expect(set.problems.length).toBeLessThanOrEqual(200);
  });

  const hunk = (count: number): string => `@@ -0,0 +1,${count} @@\n${'+    line\n'.repeat(count)}`;
  it.each<[string, (size: number) => string]>([
    ['lines of a hunk', (size) => `--- a/f\n+++ b/f\n${hunk(size)}`],
    ['lines of a hunk that counts too many', (size) => `--- a/f\n+++ b/f\n${hunk(size).replace('+1,', '+1,9')}`],
    ['cut hunks', (size) => `--- a/f\n+++ b/f\n${'@@ -1,9999 +1,9999 @@\n a\n-b\n'.repeat(size / 3)}`],
    [
      'hunks with what they do not count',
      (size) => `--- a/f\n+++ b/f\n${'@@ -1 +1 @@\n-a\n+b\n+c\n'.repeat(size / 4)}`,
    ],
    [
      'removed lines like headers',
      (size) => `--- a/f\n+++ b/f\n@@ -1,${size} +0,0 @@\n${'--- a\n+++ b\n'.repeat(size / 2)}`,
    ],
    ['files', (size) => 'diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n'.repeat(size / 6)],
    ['headers and nothing', (size) => 'diff --git a/f b/f\nindex 1..2\n'.repeat(size / 2)],
    ['control characters', (size) => `--- a/f\n+++ b/f\n${hunk(size).replaceAll('line', '\0')}`],
    [
      'mails, a control character in the last',
      (size) => `${'From a 1:00:00 2020\nFrom: a\n\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n'.repeat(size / 8)}\0`,
    ],
    [
      'binary data',
      (size) =>
        `diff --git a/f b/f\nindex 1..2\nGIT binary patch\nliteral 9\n${'QcmZSJ<m6;v<>24|009aBIRF3v\n'.repeat(size)}`,
    ],
    ['escapes and soft line breaks', (size) => encoded('text/plain', '=41=\n'.repeat(size * 4))],
    [
      'escapes on one flowing line',
      (size) => encoded('text/plain; format=flowed', `${'=41x'.repeat(size * 4)} \n${'=41x'.repeat(size * 4)}`),
    ],
    [
      'parts in parts',
      (size) => encoded('a/b; boundary=b', '--b\nContent-Type: a/b; boundary=b\n\n\n'.repeat(size / 4)),
    ],
    ['boundaries of types', (size) => `${'Content-Type: a/b; boundary=b\n'.repeat(size)}\n${'--b--\n'.repeat(size)}`],
    ['empty lines', (size) => '\n'.repeat(size * 8)],
    ['NULs', (size) => '\0'.repeat(size * 8)],
    ['lone surrogates', (size) => '+\ud800'.repeat(size * 4)],
  ])('%s: eight times the text takes no more than thirty times the time', (_, make) => {
    const small = make(6_000);
    const large = make(48_000);
    const time = (text: string): number => {
      const start = process.cpuUsage();
      readPatch(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    // the least of several, for a machine that does other things too; what is quadratic takes 64 times the time
    const least = (text: string): number => Math.min(...Array.from({ length: 5 }, () => time(text)));
    expect(least(large)).toBeLessThan(Math.max(50, 30 * least(small)));
  });

  it('refuses 3 million lines', () => {
    expect(readPatch('+\n'.repeat(3 * million)).problems.map((problem) => problem.code)).toEqual(['too-large']);
  });
});
