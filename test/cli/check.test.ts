import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { onFile } from '../patch/checks/checked.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function check(args: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), 'check', ...args], {
    encoding: 'utf8',
    input,
    cwd: ROOT,
  });
  return { code: status, out: stdout, err: stderr };
}

const BROKEN = onFile('@@ -1,2 +1,2 @@', ' a', '-b', '+c', '+d');

describe('check', () => {
  it('prints a line a problem: file, line, column, severity, message, rule', () => {
    const { code, out } = check(['-'], BROKEN);
    expect(out).toMatch(/^-:8:1: error: The hunk of hw\/x\.c .* \[hunk-counts\]\n$/);
    expect(code).toBe(0);
  });

  it('prints nothing where nothing is wrong', () => {
    expect(check(['samples/board.patch'])).toEqual({ code: 0, out: '', err: '' });
  });

  it('prints JSON', () => {
    const { schema, problems } = JSON.parse(check(['-', '--format', 'json'], BROKEN).out);
    expect(schema).toBe('qemu-memory-review/check@1');
    expect(problems).toMatchObject([
      {
        file: '-',
        code: 'hunk-counts',
        severity: 'error',
        fix: 'Rewrite the counts: @@ -1,2 +1,3 @@',
        range: { line: 8, column: 1, endLine: 8, endColumn: 3 },
      },
    ]);
  });

  it.each([
    ['error', BROKEN, 1],
    ['information', BROKEN, 1],
    ['warning', onFile('@@ -1 +1 @@', '-a', '+b'), 0],
  ])('--fail-on %s', (severity, text, expected) => {
    expect(check(['-', '--fail-on', severity], text).code).toBe(expected);
  });

  it('goes on behind a file that cannot be read, and ends with 2', () => {
    const { code, out, err } = check(['missing.patch', 'package.json', '-'], BROKEN);
    expect(code).toBe(2);
    expect(err).toContain('missing.patch: there is no such file');
    expect(err).toContain('package.json: no diff and no mail');
    expect(out).toContain('[hunk-counts]');
  });
});
