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
    ['[PATCH 1 of 2] foo', 'foo', 1, 2, 1],
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

describe('mboxes', () => {
  it.each([
    'From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001',
    'From patchwork Mon Sep 18 09:26:18 2017',
    'From git@z Thu Jan  1 00:00:00 1970',
    'From mboxrd@z Thu Jan  1 00:00:00 1970',
    'From a@example.org  Tue Feb 27 12:13:14 2024 +0100',
  ])('%s', (line) => {
    const one = mail('[PATCH 1/2] one', `>From the start.\n---\n${diff('f')}`).replace(separator, `${line}\n`);
    const two = mail('[PATCH 2/2] two', diff('g')).replace(separator, `${line}\n`);
    for (const text of [one + two, (one + two).replaceAll('\n', '\r\n'), `Some words.\n\n${one}${two}`]) {
      expect(outline(readPatch(text)).filter((row) => row.startsWith('patch'))).toEqual([
        'patch 1/2 v1 one',
        'patch 2/2 v1 two',
      ]);
    }
  });

  it('takes no quoted line of a message for a separator', () => {
    const text = mail('[PATCH] one', `From me Mon Sep 17 2001\nto you.\n---\n${diff('f')}`);
    expect(readPatch(text).patches).toHaveLength(1);
  });
});

describe('kinds of messages', () => {
  const pull = `The following changes since commit ${'0'.repeat(40)}:\n\n  a (date)\n\nare available in the Git repository at:\n\n  https://x/y.git tags/z\n\nfor you to fetch changes up to ${'1'.repeat(40)}:\n`;
  it.each([
    ['[PATCH] a', diff('f'), 'patch'],
    ['Re: [PATCH] a', `> ${diff('f').replaceAll('\n', '\n> ')}\nNo.\n`, 'reply'],
    ['Re: [PATCH] a', `Like this?\n${diff('f')}`, 'patch'],
    ['AW: [PATCH] a', 'No.\n', 'reply'],
    ['[PATCH v2 0/3] a', 'All.\n', 'cover'],
    ['[PULL 0/3] a', 'All.\n', 'pull'],
    ['[GIT PULL] a', pull, 'pull'],
    ['memory queue', pull, 'pull'],
    ['[PULL 1/3] a', diff('f'), 'patch'],
    ['Hello', 'World.\n', 'other'],
  ])('%s: %#', (subject, body, kind) => {
    expect(readPatch(mail(subject, body)).patches[0]?.message.kind).toBe(kind);
  });
});

describe('what a patch stands on', () => {
  it('is found in the message, behind ---, and behind the diff', () => {
    const body = `Based-on: <0@example.org>\n\nWhy.\n\nLink: https://x/\nMessage-Id: <2@example.org>\nSigned-off-by: A <a@x>\n---\nchange-id: 2024-a\n\n${diff('f')}\nbase-commit: 0123\nprerequisite-patch-id: 4567\n`;
    const { trailers = [] } = readPatch(mail('[PATCH] a', body)).patches[0]?.message ?? {};
    expect(trailers.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Based-on: <0@example.org>',
      'Link: https://x/',
      'Message-Id: <2@example.org>',
      'Signed-off-by: A <a@x>',
      'change-id: 2024-a',
      'base-commit: 0123',
      'prerequisite-patch-id: 4567',
    ]);
  });

  it('is found in a cover letter of b4', () => {
    const body =
      'Cover.\n\nSigned-off-by: A <a@x>\n---\nA (1):\n      a\n\n---\nbase-commit: 0123\nchange-id: 2024-a\n\n';
    const { trailers = [] } = readPatch(mail('[PATCH 0/1] a', body)).patches[0]?.message ?? {};
    expect(trailers.map(({ name }) => name)).toEqual(['Signed-off-by', 'base-commit', 'change-id']);
  });

  it('says that there is a scissors line, and what git am --scissors would take', () => {
    const body = `Hello.\n\n-- >8 --\nSubject: [PATCH] two\n\nWhy.\n---\n${diff('f')}`;
    const { patches, problems } = readPatch(mail('[PATCH] one', body));
    expect(patches[0]?.message.subject).toBe('one');
    expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['information scissors']);
    expect(problems[0]?.message).toContain('"two"');
  });

  it('is found in what git show prints', () => {
    const text = `commit ${'a'.repeat(40)}\nAuthor: A <a@x>\nDate:   now\n\n    one\n\n    Why.\n\n    Acked-by: B <b@x>\n    Signed-off-by: A <a@x>\n\n${diff('f')}`;
    const { trailers = [] } = readPatch(text).patches[0]?.message ?? {};
    expect(trailers.map(({ range }) => slice(text, range))).toEqual(['Acked-by: B <b@x>', 'Signed-off-by: A <a@x>']);
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
