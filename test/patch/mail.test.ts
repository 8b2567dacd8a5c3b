import { describe, expect, it } from 'vitest';
import { decodeWords } from '../../server/src/patch/encoded-words.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { parseSubject } from '../../server/src/patch/subject.ts';
import { outline, slice } from './outline.ts';

const diff = (name: string): string =>
  `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-a\n+b\n`;
const separator = `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001\n`;
const mail = (subject: string, body: string): string =>
  `${separator}From: A U Thor <a@example.org>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: ${subject}\nMessage-Id: <1@example.org>\n\n${body}-- \n2.39.5\n\n`;

describe('subjects', () => {
  it.each([
    ['[Qemu-devel] [PATCH v2 3/7] foo', 'foo', 3, 7, 2],
    ['[PATCH] foo [bar]', 'foo [bar]', 1, 1, 1],
    ['[RFC PATCH-for-9.0 v10 00/12] a: b', 'a: b', 0, 12, 10],
    ['[v3,2/3] foo', 'foo', 2, 3, 3],
    ['Re: [PATCHv4] foo', 'foo', 1, 1, 4],
    ['foo: 1/2', 'foo: 1/2', 1, 1, 1],
    ['[unclosed foo', '[unclosed foo', 1, 1, 1],
  ])('%s', (subject, text, number, total, version) => {
    expect(parseSubject(subject)).toMatchObject({ text, number, total, version });
  });
});

describe('encoded words', () => {
  it.each([
    ['=?UTF-8?q?Philippe_Mathieu-Daud=C3=A9?= <p@example.org>', 'Philippe Mathieu-Daudé <p@example.org>'],
    ['=?utf-8?B?w6Q=?= =?utf-8?B?w7Y=?=', 'äö'],
    ['=?utf-8?q?=C3?= =?utf-8?q?=A9?=', 'é'],
    ['=?iso-8859-15?Q?=A4=E9?=', '€é'],
    ['=?windows-1252?Q?=93x=94?=', '“x”'],
    ['=?klingon?q?x?=', '=?klingon?q?x?='],
    ['=?utf-8?q?=ff?=', '\ufffd'],
    ['a =? b ?=', 'a =? b ?='],
  ])('%s', (value, text) => {
    expect(decodeWords(value).text).toBe(text);
  });
});

describe('mails', () => {
  it('reads the message with its places', () => {
    const text = mail(
      '[PATCH v2 3/7] memory: do\n a thing',
      `From: B C D <b@example.org>\n\n+not a diff\n--- nor this\n---\n f | 2 +-\n\n${diff('f')}`,
    );
    const set = readPatch(text);
    expect(outline(set)).toEqual(['mail', 'patch 3/7 v2 memory: do a thing', '  modified f +1 -1 [2]']);
    const message = set.patches[0]?.message;
    if (!message) throw new Error('no message');
    expect(slice(text, message.subjectRange)).toBe('memory: do\n a thing');
    expect(slice(text, message.bodyRange)).toMatch(/^From: B[\s\S]*2 \+-\n\n$/);
    expect(message).toMatchObject({
      from: 'B C D <b@example.org>',
      date: 'Mon, 1 Jan 2024 10:00:00 +0100',
      messageId: '<1@example.org>',
    });
  });

  it('reads a series with its cover letter, whatever the first hunk lacks', () => {
    const cut = diff('f').replace('@@ -1 +1 @@', '@@ -1,5 +1,5 @@');
    const text =
      mail('[PATCH 0/2] all', 'Cover.\n\n') + mail('[PATCH 1/2] one', cut) + mail('[PATCH 2/2] two', diff('g'));
    const set = readPatch(text);
    expect(outline(set)).toEqual([
      'mail',
      'patch 0/2 v1 all',
      'patch 1/2 v1 one',
      '  modified f +1 -1 [!2]',
      'patch 2/2 v1 two',
      '  modified g +1 -1 [2]',
      'error hunk-truncated',
    ]);
    expect(set.patches.map((patch) => slice(text, patch.range)).join('')).toBe(text);
  });

  it('reads a raw mail without separator', () => {
    const text = mail('[PATCH] one', diff('f')).slice(separator.length);
    expect(outline(readPatch(text))).toEqual(['mail', 'patch 1/1 v1 one', '  modified f +1 -1 [2]']);
  });
});

describe('git show and git log -p', () => {
  const commit = (subject: string, name: string): string =>
    `commit ${'a'.repeat(40)} (HEAD)\nAuthor: A <a@example.org>\nDate:   Mon Jan 1 10:00:00 2024 +0100\n\n    ${subject}\n\n    diff --git a/no b/no\n\n${diff(name)}`;

  it('reads commits', () => {
    const text = `${commit('one', 'f')}\n${commit('[two]', 'g')}`;
    const set = readPatch(text);
    expect(outline(set)).toEqual([
      'diff',
      'patch 1/1 v1 one',
      '  modified f +1 -1 [2]',
      'patch 1/1 v1 [two]',
      '  modified g +1 -1 [2]',
    ]);
    expect(set.patches.map(({ message }) => slice(text, message.subjectRange))).toEqual(['one', '[two]']);
    expect(set.patches[1]?.message).toMatchObject({ from: 'A <a@example.org>', date: 'Mon Jan 1 10:00:00 2024 +0100' });
  });
});

describe('other texts', () => {
  it.each(['', '\n', 'hello\n', '{"a": 1}', 'From: nobody\n', 'commit abcdef1\n'])('%j is none', (text) => {
    expect(readPatch(text)).toEqual({ kind: 'none', patches: [], problems: [] });
  });

  it('gives a diff without a message its first line as subject range', () => {
    const text = `hello\n${diff('f')}`;
    const message = readPatch(text).patches[0]?.message;
    expect(message && slice(text, message.subjectRange)).toBe('diff --git a/f b/f');
    expect(message && slice(text, message.bodyRange)).toBe('hello\n');
  });
});
