import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeRecord, recordProblems, recordRange } from '../../server/src/patch/patchwork-record.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { outline, slice } from './outline.ts';

const diff = 'diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b \\ "x"\t\n';
const fields = {
  id: 7,
  msgid: '<1@example.org>',
  date: '2024-01-01T10:00:00',
  name: '[v2,1/3] memory: a',
  submitter: { name: 'A', email: 'a@example.org' },
  headers: { From: 'A U\n\tThor <a@example.org>', Subject: '[Qemu-devel] [PATCH v2 1/3] memory: a' },
  content: 'From: B <b@example.org>\n\nWhy {.\n---\n f | 2 +-',
  diff,
};
const record = (more: object = {}): string => JSON.stringify({ ...fields, ...more }, null, 4);
const page = (json: string): string =>
  `GET /api/patches/7/?format=api\nHTTP 200 OK\nAllow: GET\n\n${json}\n\nFooter {\n`;

describe('records', () => {
  it('decodes to a mail with the diff verbatim', () => {
    const decoded = decodeRecord(record());
    expect(decoded?.fileName).toBe('7.patch');
    expect(decoded?.text).toBe(
      `From: A U Thor <a@example.org>\nDate: 2024-01-01T10:00:00\nSubject: [Qemu-devel] [PATCH v2 1/3] memory: a\nMessage-Id: <1@example.org>\n\n${fields.content}\n\n${diff}`,
    );
    const set = readPatch(decoded?.text ?? '');
    expect(outline(set)).toEqual(['mail', 'patch 1/3 v2 memory: a', '  modified f +1 -1 [2]']);
    expect(set.patches[0]?.message.from).toBe('B <b@example.org>');
  });

  it('is found in the text of the web page', () => {
    expect(decodeRecord(page(record()))).toEqual(decodeRecord(record()));
    expect(readPatch(page(record()))).toEqual({ kind: 'record', patches: [], problems: [] });
  });

  it('takes name, submitter and msgid where headers lack', () => {
    const decoded = decodeRecord(record({ id: null, headers: {} }));
    expect(decoded?.text).toMatch(
      /^From: A <a@example.org>\nDate: .*\nSubject: \[v2,1\/3\] memory: a\nMessage-Id: <1@/,
    );
    expect(decoded?.fileName).toBe('1-example.org.patch');
  });

  it('puts the lens on the name', () => {
    expect(slice(page(record()), recordRange(page(record())))).toBe('    "name": "[v2,1/3] memory: a",');
    expect(recordRange('x\ny')).toEqual({ start: 0, end: 1 });
  });

  it.each([
    ['cut', record().slice(0, -40), '    "diff": "diff'],
    ['broken', record().replace('"id": 7', '"id": 7 7'), '{'],
    ['no diff', record({ diff: null }), '"diff"'],
  ])('%s: a problem', (_, text, place) => {
    const problems = recordProblems(text);
    expect(problems?.map((problem) => problem.code)).toEqual(['record-invalid']);
    expect(slice(text, problems?.[0]?.range ?? { start: 0, end: 0 }).startsWith(place)).toBe(true);
    expect(decodeRecord(text)).toBeUndefined();
    expect(readPatch(text).kind).toBe('record');
  });

  it.each(['', '{', '{}', '[]', '{"msgid": 1}', `{"a": ${record()}}`, `${diff}{ "msgid": 1, "diff": 2 }`])(
    '%#: none',
    (text) => {
      expect(recordProblems(text)).toBeUndefined();
      expect(decodeRecord(text)).toBeUndefined();
    },
  );

  it('refuses more than 32 million characters', () => {
    expect(recordProblems(record({ content: 'x'.repeat(33 * 1024 * 1024) }))?.map((problem) => problem.code)).toEqual([
      'too-large',
    ]);
  });

  it('survives depth', () => {
    const deep = `{"msgid": 1, "diff": ${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    expect(recordProblems(deep)?.map((problem) => problem.code)).toEqual(['record-invalid']);
  });
});

const seed = new URL('../../../shared/seed/', import.meta.url);
describe.skipIf(!existsSync(seed))('the seed (skipped where ../shared/seed is missing)', () => {
  it.each(['patchwork-816829.json', 'patchwork-816829.txt'])('%s', (name) => {
    const text = readFileSync(new URL(name, seed), 'utf8');
    expect(readPatch(text)).toEqual({ kind: 'record', patches: [], problems: [] });
    const decoded = decodeRecord(text);
    expect(decoded?.fileName).toBe('816829.patch');
    expect(outline(readPatch(decoded?.text ?? ''))).toEqual([
      'mail',
      'patch 3/3 v1 memory: Share special empty FlatView',
      '  modified memory.c +16 -2 [7 21 22]',
    ]);
  });
});

it('says that only the first of two records is read, at the second one', () => {
  const record = (id: number): string =>
    JSON.stringify({ id, msgid: '<a@example.org>', diff: '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b' }, null, 1);
  const text = `${record(1)}\n${record(2)}\n`;
  const [problem, ...more] = recordProblems(text) ?? [];
  expect(problem?.message).toContain('another Patchwork record');
  expect(text.slice(0, problem?.range.start).split('\n').length).toBe(record(1).split('\n').length + 1);
  expect(more).toEqual([]);
  expect(decodeRecord(record(1))?.text.endsWith('+b\n')).toBe(true);
});
