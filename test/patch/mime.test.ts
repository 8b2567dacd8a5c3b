import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedPatch } from '../../server/src/patch/model.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { bytesOfText, textOfBytes } from '../../server/src/text/bytes.ts';
import { reencoded, toBase64, toQuoted } from './mail-encodings.ts';
import { outline, slice } from './outline.ts';

const diff = (name: string): string =>
  `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-a = 1\n+b = "\u00e9"\n`;
const HEAD = 'From: A U Thor <a@example.org>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: [PATCH] one\n';
const separator = `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001\n`;
const plain = (text: string): string => `${HEAD}Content-Type: text/plain; charset=UTF-8\n\n${text}`;
const encoded = (text: string, encoding: 'quoted-printable' | 'base64'): string =>
  reencoded(Buffer.from(plain(text)), encoding).toString('latin1');
const multipart = (type: string, ...parts: readonly string[]): string =>
  `${HEAD}Content-Type: ${type}; boundary=b\n\n${parts.map((part) => `--b\n${part}\n`).join('')}--b--\n`;
const decodedOf = (text: string): DecodedPatch => {
  const { kind, decoded } = readPatch(text);
  if (!decoded) throw new Error(`${kind}: nothing was decoded`);
  return decoded;
};
const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

describe('encoded mails', () => {
  it.each(['quoted-printable', 'base64'] as const)('%s: the decoded text is a mail, named after its subject', (how) => {
    const decoded = decodedOf(encoded(`Why \u00e9.\n---\n${diff('f')}`, how));
    expect(decoded.text).toBe(`${HEAD}\nWhy \u00e9.\n---\n${diff('f')}`);
    expect(decoded.fileName).toBe('one.patch');
    expect(outline(decoded.set)).toEqual(['mail', 'patch 1/1 v1 one', '  modified f +1 -1 [2]']);
  });

  it('shows problems of quoted-printable at their characters in the original', () => {
    const text = encoded(`Why \u00e9.\n---\n${diff('f').replace('b =', 'b \u202e=')}`, 'quoted-printable');
    const [problem, ...more] = readPatch(text).problems;
    expect([problem?.code, more]).toEqual(['control-characters', []]);
    // a run of escapes is one place
    expect(problem && slice(text, problem.range)).toBe('=E2=80=AE=3D');
  });

  it('shows problems of base64 at the lines that hold them', () => {
    const text = encoded(
      `${'Why.\n'.repeat(100)}---\n${diff('f').replace('@@ -1 +1 @@', '@@ -1,9 +1,9 @@')}`,
      'base64',
    );
    const [problem] = readPatch(text).problems;
    // the last line of the diff ends 1 byte before the body does
    expect(lineOf(text, problem?.range.start ?? 0)).toBeGreaterThanOrEqual(text.split('\n').length - 2);
  });

  it('puts the lens on the subject', () => {
    const text = encoded(diff('f'), 'base64');
    expect(slice(text, decodedOf(text).lens)).toBe('one');
  });

  it('parts what was attached into mails of their own', () => {
    const attached = (name: string): string =>
      `Content-Type: text/x-patch; name=${name}.patch\nContent-Transfer-Encoding: base64\n\n${toBase64(Buffer.from(`${separator}${HEAD.replace('one', name)}\n${diff(name)}`))}`;
    const text = multipart('multipart/mixed', 'Content-Type: text/plain\n\nTwo patches.', attached('x'), attached('y'));
    expect(outline(decodedOf(text).set)).toEqual([
      'mail',
      'patch 1/1 v1 one',
      'patch 1/1 v1 x',
      '  modified x +1 -1 [2]',
      'patch 1/1 v1 y',
      '  modified y +1 -1 [2]',
    ]);
    expect(decodedOf(text).fileName).toBe('one.mbox');
  });

  it('makes mails of forwarded messages', () => {
    const forwarded = `Content-Type: message/rfc822\n\n${encoded(diff('f'), 'quoted-printable').replace('one', 'two')}`;
    expect(outline(decodedOf(multipart('multipart/digest', forwarded)).set)).toEqual([
      'mail',
      'patch 1/1 v1 one',
      'patch 1/1 v1 two',
      '  modified f +1 -1 [2]',
    ]);
  });

  it('says which parts are not read', () => {
    const html = 'Content-Type: text/html\n\n<pre>\nWhy.\n</pre>';
    const text = multipart('multipart/alternative', `Content-Type: text/plain\n\n${diff('f')}`, html);
    const { problems, decoded } = readPatch(text);
    expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['information not-understood']);
    expect(problems[0] && slice(text, problems[0].range)).toMatch(/^<pre>[\s\S]*<\/pre>$/);
    expect(decoded && outline(decoded.set).slice(2)).toEqual(['  modified f +1 -1 [2]']);
  });

  it('says that parts past the thousandth are not read', () => {
    const parts = (count: number): string =>
      multipart('multipart/mixed', ...Array(count).fill('\nx'), `\n${diff('f')}`);
    const errors = (count: number): string[] =>
      readPatch(parts(count)).problems.map(({ severity, code, range }) => {
        const at = parts(count).slice(range.start, range.end);
        return `${severity} ${code} ${at.includes('diff --git')}`;
      });
    expect([errors(999), errors(1000)]).toEqual([[], ['error not-understood true']]);
  });

  it('says that a field of more than a million characters is not read to its end', () => {
    const text = multipart(`multipart/mixed; x=${'x'.repeat(1 << 20)}`, `\n${diff('f')}`);
    expect(readPatch(text).problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error not-understood',
    ]);
  });

  it('reads no diff from an encoded reply, and leaves its mbox as it stands', () => {
    const reply = multipart('multipart/alternative', 'Content-Type: text/html\n\n<p>No.</p>').replace('[', 'Re: [');
    const text = `${separator}${plain(diff('f'))}\n${separator}${reply}`;
    expect(outline(readPatch(text))).toEqual([
      'mail',
      'patch 1/1 v1 one',
      '  modified f +1 -1 [2]',
      'patch 1/1 v1 one',
    ]);
  });

  it('decodes a cover letter for its message', () => {
    const text = encoded('Cover \u00e9.\n', 'base64').replace('[PATCH]', '[PATCH 0/1]');
    expect(decodedOf(text).set.patches[0]?.message.kind).toBe('cover');
  });

  it.each([
    ['no boundary', `${HEAD}Content-Type: multipart/mixed\n\n${diff('f')}`],
    [
      'quoted-printable with nothing escaped',
      `${HEAD}Content-Transfer-Encoding: quoted-printable\n\n${diff('f').replace(/.*=.*\n/g, (line) => line.replace('=', '-'))}`,
    ],
    ['an encoding of no name', `${HEAD}Content-Transfer-Encoding: x-none\n\n${diff('f')}`],
  ])('%s: reads as it stands', (_, text) => {
    expect(outline(readPatch(text))).toEqual(['mail', 'patch 1/1 v1 one', '  modified f +1 -1 [2]']);
  });

  it('reads more levels than git am takes, and says that it takes four', () => {
    const nested = (depth: number): string =>
      depth === 0
        ? `Content-Type: text/plain\n\n${diff('f')}`
        : `Content-Type: multipart/mixed; boundary=b${depth}\n\n\n--b${depth}\n${nested(depth - 1)}\n--b${depth}--\n`;
    const errors = (depth: number): number => {
      const { decoded, problems } = readPatch(`${HEAD}${nested(depth)}`);
      expect(decoded?.set.patches[0]?.files).toHaveLength(1);
      return problems.filter(({ severity, code }) => severity === 'error' && code === 'mail-refused').length;
    };
    expect([errors(4), errors(5) > 0, errors(50) > 0]).toEqual([0, true, true]);
  });
});

describe('bytes that are not UTF-8', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect([...bytesOfText(textOfBytes(bytes))]).toEqual([...bytes]);
      }),
    );
  });

  it('a diff is read as ISO-8859-1, and that is said', () => {
    const { kind, problems, decoded } = readPatch(textOfBytes(Buffer.from(diff('f'), 'latin1')));
    expect(kind).toBe('encoded');
    expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['information charset']);
    expect(decoded?.text).toBe(diff('f'));
  });

  it('lines that are UTF-8 stay so', () => {
    const bytes = Buffer.concat([Buffer.from(diff('f'), 'latin1'), Buffer.from(diff('g'), 'utf8')]);
    expect(readPatch(textOfBytes(bytes)).decoded?.text).toBe(diff('f') + diff('g'));
  });
});

describe('any mail', () => {
  const type = fc.constantFrom(
    'text/plain',
    'text/html',
    'text/plain; charset=gbk; format=flowed; delsp=yes',
    'multipart/mixed; boundary=b',
    'multipart/mixed; boundary="b',
    'message/rfc822',
    'text/x-patch; name="a.patch"; charset=utf-16le',
  );
  const encoding = fc.constantFrom('7bit', 'quoted-printable', 'base64');
  const chunk = fc.oneof(
    fc.constantFrom(
      '--b\n',
      '--b--\n',
      '\n',
      diff('f'),
      separator,
      HEAD,
      ' \n',
      '=\n',
      '=E9=\n',
      'Subject: x\n',
      '\udce9\n',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ maxLength: 60 }).map((text) => toBase64(Buffer.from(`${text}\n${diff('g')}`))),
    fc.string({ maxLength: 60 }).map((text) => toQuoted(Buffer.from(`${text}\n${diff('g')}`))),
  );
  const fields = fc.tuple(type, encoding).map(([t, e]) => `Content-Type: ${t}\nContent-Transfer-Encoding: ${e}\n`);
  const mail = fc
    .tuple(fields, fc.array(fc.oneof(chunk, fields), { maxLength: 12 }))
    .map(([head, body]) => `${HEAD}${head}\n${body.join('')}`);

  it('is decoded without loss of order, and every place is in the original', () => {
    fc.assert(
      fc.property(mail, (text) => {
        const { decoded, problems } = readPatch(text);
        for (const { range } of problems) expect(range.start <= range.end && range.end <= text.length).toBe(true);
        if (!decoded) return;
        let behind = 0;
        for (let at = 0; at < decoded.text.length; at++) {
          const { start, end } = decoded.place({ start: at, end: at + 1 });
          expect(start >= behind && start <= end && end <= text.length).toBe(true);
          behind = start;
        }
        expect(decoded.set.kind).toBe('mail');
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('reads every truncation of one in base64 parts', () => {
    const part = `Content-Type: text/x-patch\nContent-Transfer-Encoding: base64\n\n${toBase64(Buffer.from(diff('f')))}`;
    const text = multipart('multipart/mixed', `Content-Type: text/plain\n\nWhy.`, part);
    for (let end = 0; end <= text.length; end++) expect(() => readPatch(text.slice(0, end))).not.toThrow();
  });
});
