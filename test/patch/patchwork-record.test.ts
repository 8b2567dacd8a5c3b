import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { outline, slice } from './outline.ts';

const diff = 'diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b \\ "x"\t\u00e9\n';
const fields = {
  id: 7,
  msgid: '<1@example.org>',
  date: '2024-01-01T10:00:00',
  name: '[v2,1/3] memory: a',
  submitter: { name: 'A U Thor', email: 'a@example.org' },
  headers: { From: 'A U\n\tThor <a@example.org>', Subject: '[Qemu-devel] [PATCH v2 1/3] memory: a' },
  content: 'From: B C D <b@example.org>\n\nWhy {.\n---\n f | 2 +-',
  diff,
};
const record = (more: object = {}): string => JSON.stringify({ ...fields, ...more }, null, 4);
const page = (json: string): string =>
  `GET /api/patches/7/?format=api\nHTTP 200 OK\nAllow: GET\n\n${json}\n\nFooter {\n`;

describe('records', () => {
  it('decodes to a mail with the diff verbatim', () => {
    const { kind, patches, problems, decoded } = readPatch(record());
    expect({ kind, patches, problems }).toEqual({ kind: 'record', patches: [], problems: [] });
    expect(decoded?.fileName).toBe('7.patch');
    expect(decoded?.text).toBe(
      `From: A U Thor <a@example.org>\nDate: 2024-01-01T10:00:00\nSubject: [Qemu-devel] [PATCH v2 1/3] memory: a\nMessage-Id: <1@example.org>\n\n${fields.content}\n\n${diff}`,
    );
    expect(decoded && outline(decoded.set)).toEqual(['mail', 'patch 1/3 v2 memory: a', '  modified f +1 -1 [2]']);
    expect(decoded?.set.patches[0]?.message.from).toBe('B C D <b@example.org>');
  });

  it('knows where each part stands in the JSON, whatever its escapes', () => {
    const text = record().replace('\u00e9', '\\u00e9');
    const { decoded } = readPatch(text);
    const place = (word: string): string => {
      const start = decoded?.text.indexOf(word) ?? 0;
      return slice(text, decoded?.place({ start, end: start + word.length }) ?? { start: 0, end: 0 });
    };
    expect(place('+b \\ "x"\t\u00e9\n')).toBe('+b \\\\ \\"x\\"\\t\\u00e9\\n');
    expect(place('Why {.\n')).toBe('Why {.\\n');
    expect(place('Subject: [Qemu-devel] [PATCH v2 1/3] memory: a\n')).toBe('"Subject"');
  });

  it('is found in the text of the web page', () => {
    expect(readPatch(page(record())).decoded?.text).toEqual(readPatch(record()).decoded?.text);
  });

  it('takes name, submitter and msgid where headers lack', () => {
    const { decoded } = readPatch(record({ id: null, headers: {} }));
    expect(decoded?.text).toMatch(
      /^From: A U Thor <a@example.org>\nDate: .*\nSubject: \[v2,1\/3\] memory: a\nMessage-Id: <1@/,
    );
    expect(decoded?.fileName).toBe('1-example.org.patch');
  });

  it('undoes no encoding twice, and keeps what threads a mail', () => {
    const headers = {
      ...fields.headers,
      'Content-Type': 'text/plain; charset="iso-8859-1"',
      'Content-Transfer-Encoding': 'quoted-printable',
      References: '<0@example.org>\n <00@example.org>',
    };
    const set = readPatch(record({ headers, content: 'a=3D\n' })).decoded?.set;
    expect(set?.kind).toBe('mail');
    expect(set?.patches[0]?.message.references).toEqual(['<0@example.org>', '<00@example.org>']);
  });

  it('puts the lens on the name, and problems where the lines come from', () => {
    const text = page(record({ diff: `${diff.replace('@@ -1 +1 @@', '@@ -1,9 +1,9 @@')}end\n` }));
    const { decoded, problems } = readPatch(text);
    expect(decoded && slice(text, decoded.lens)).toBe('    "name": "[v2,1/3] memory: a",');
    expect(problems.map(({ code }) => code)).toEqual(['hunk-corrupt']);
    expect(slice(text, problems[0]?.range ?? { start: 0, end: 0 })).toMatch(/^end/);
  });

  it.each([
    ['cut', record().slice(0, -40), '    "diff": "diff'],
    ['broken', record().replace('"id": 7', '"id": 7 7'), '{'],
    ['no diff', record({ diff: null }), '"diff"'],
    [
      'a series',
      JSON.stringify({ url: 'u', mbox: 'https://x/mbox/', patches: [{ msgid: '<1@x>' }] }, null, 1),
      ' "mbox"',
    ],
  ])('%s: a problem', (_, text, place) => {
    const { kind, problems, decoded } = readPatch(text);
    expect([kind, problems.map((problem) => problem.code)]).toEqual(['record', ['record-invalid']]);
    expect(slice(text, problems[0]?.range ?? { start: 0, end: 0 }).startsWith(place)).toBe(true);
    expect(decoded).toBeUndefined();
  });

  it.each(['', '{', '{}', '[]', '{"msgid": 1}', `{"a": ${record()}}`, `${diff}{ "msgid": 1, "diff": 2 }`])(
    '%#: none',
    (text) => {
      expect(readPatch(text).kind).not.toBe('record');
    },
  );

  it('refuses more than 32 million characters', () => {
    const { problems } = readPatch(record({ content: 'x'.repeat(33 * 1024 * 1024) }));
    expect(problems.map((problem) => problem.code)).toEqual(['too-large']);
  });

  it('survives depth', () => {
    const deep = `{"msgid": 1, "diff": ${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    expect(readPatch(deep).problems.map((problem) => problem.code)).toEqual(['record-invalid']);
  });
});

describe('several records', () => {
  const cover = { ...fields, diff: undefined, id: 6, headers: {}, name: '[v2,0/3] all', content: 'Cover.\n' };
  it.each([
    ['a list', JSON.stringify([cover, fields])],
    ['one after the other', `${JSON.stringify(cover, null, 1)}\n${record()}\n`],
  ])('%s: a mail each', (_, text) => {
    const { decoded } = readPatch(text);
    expect(decoded?.fileName).toBe('patchwork.mbox');
    expect(decoded && outline(decoded.set)).toEqual([
      'mail',
      'patch 0/3 v2 all',
      'patch 1/3 v2 memory: a',
      '  modified f +1 -1 [2]',
    ]);
  });
});

const seed = new URL('../../../shared/seed/', import.meta.url);
describe.skipIf(!existsSync(seed))('the seed (skipped where ../shared/seed is missing)', () => {
  it.each(['patchwork-816829.json', 'patchwork-816829.txt'])('%s', (name) => {
    const { kind, problems, decoded } = readPatch(readFileSync(new URL(name, seed), 'utf8'));
    expect({ kind, problems }).toEqual({ kind: 'record', problems: [] });
    expect(decoded?.fileName).toBe('816829.patch');
    expect(decoded && outline(decoded.set)).toEqual([
      'mail',
      'patch 3/3 v1 memory: Share special empty FlatView',
      '  modified memory.c +16 -2 [7 21 22]',
    ]);
  });
});
