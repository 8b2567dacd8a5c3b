import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { reencoded } from '../patch/mail-encodings.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'encoded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HUNK = '@@ -1 +1 @@\n-a\n+b = "\u00e9"\n';
const MAIL = `From: A U Thor <a@example.org>\nSubject: [PATCH] one\nContent-Type: text/plain; charset=ISO-8859-1\n\nWhy \u00e9.\n---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n${HUNK}`;
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

function parse(
  name: string,
  bytes: Buffer,
): { file: string; json: { patches: object[]; problems: object[] }; code: number | null } {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  const { stdout, status } = spawnSync(process.execPath, [CLI, 'parse', file, '--format', 'json'], {
    encoding: 'utf8',
  });
  return { file, json: JSON.parse(stdout), code: status };
}

describe('parse', () => {
  it.each([
    ['8bit.eml', latin1(MAIL)],
    ['quoted.eml', reencoded(latin1(MAIL), 'quoted-printable')],
    ['base64.eml', reencoded(latin1(MAIL), 'base64')],
    ['t.mbox.gz', gzipSync(latin1(MAIL))],
  ])('%s', (name, bytes) => {
    const { json, code } = parse(name, bytes);
    expect(code).toBe(0);
    expect(json.problems).toEqual([]);
    expect(json.patches).toMatchObject([
      { subject: 'one', from: 'A U Thor <a@example.org>', files: [{ newPath: 'f', added: 1, deleted: 1 }] },
    ]);
  });

  it('gives places in the file as it was given', () => {
    const { json } = parse('places.eml', reencoded(latin1(MAIL.replace('-1 +1', '-1,9 +1,9')), 'quoted-printable'));
    // MIME-Version and Content-Transfer-Encoding were added to the header
    expect(json.problems).toMatchObject([{ code: 'hunk-truncated' }]);
    expect(json.patches).toMatchObject([{ files: [{ hunks: [{ range: { line: 12, endLine: 14 } }] }] }]);
  });

  it('says that a gzip file is cut', () => {
    const file = join(folder, 'cut.mbox.gz');
    writeFileSync(file, gzipSync(latin1(MAIL)).subarray(0, 60));
    const { stderr, status } = spawnSync(process.execPath, [CLI, 'parse', file], { encoding: 'utf8' });
    expect(stderr).toContain(`${file}: the gzip file is damaged or cut short.`);
    expect(status).toBe(2);
  });
});
