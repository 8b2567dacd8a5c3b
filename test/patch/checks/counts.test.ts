import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fixesAt } from '../../../server/src/languages/patch/fixes.ts';
import { checked, edited, fixed, onFile, said } from './checked.ts';

// Outside any repository: inside one, `git apply --numstat` passes over paths silently.
const folder = mkdtempSync(join(tmpdir(), 'patch-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: folder };
const numstat = (patch: string, ...options: string[]): string => {
  const { stdout, stderr } = spawnSync('git', ['apply', '--numstat', ...options], { cwd: folder, env, input: patch });
  return stdout.toString() || `refused: ${stderr}`;
};

const HUNK = ['@@ -10,4 +10,4 @@ static void f(void)', ' {', '-    a();', '+    b();', '     c();', ' }'];
const hunk = (header: string): string[] => [header, ...HUNK.slice(1)];

describe('counts of a hunk', () => {
  it.each([
    ['too few on both sides', onFile(...hunk('@@ -10,3 +10,3 @@ static void f(void)'))],
    ['too few on one side', onFile(...hunk('@@ -10,4 +10,3 @@'))],
    ['too many', onFile(...hunk('@@ -10,6 +10,7 @@'))],
    ['of the first of two', onFile(...hunk('@@ -10,6 +10,6 @@'), '@@ -90 +90 @@', '-x', '+y')],
    ['of the last of two', onFile('@@ -1 +1 @@', '-x', '+y', ...hunk('@@ -10,2 +10,1 @@'))],
    ['of a hunk with no last line ending', onFile(...hunk('@@ -10,2 +10,2 @@'), '\\ No newline at end of file')],
  ])('%s: after the fix Git counts as it recounts', (_, broken) => {
    const whole = fixed(broken);
    expect(whole).not.toBe(broken);
    expect(said(whole)).toEqual([]);
    expect(numstat(whole)).toMatch(/^\d+\t\d+\thw\/x\.c\n$/);
    expect(numstat(whole)).toBe(numstat(broken, '--recount'));
  });

  it('before a signature: Git counts what it counts without the signature', () => {
    const broken = onFile(...hunk('@@ -10,9 +10,9 @@'));
    expect(numstat(fixed(`${broken}-- \n2.39.5\n`))).toBe(numstat(broken, '--recount'));
  });

  it('keeps the start lines and the section', () => {
    expect(fixed(onFile(...hunk('@@ -10,3 +12,3 @@ static void f(void)')))).toBe(
      onFile(...hunk('@@ -10,4 +12,4 @@ static void f(void)')),
    );
    expect(fixed(onFile('@@ -7,2 +7,2 @@', '-a', '+b'))).toBe(onFile('@@ -7 +7 @@', '-a', '+b'));
  });

  it('are offered alone, for all of the kind, and with all that has one reading', () => {
    const text = onFile(...hunk('@@ -10,3 +10,3 @@'), ...hunk('@@ -50,2 +50,2 @@'));
    const problems = checked(text);
    const start = problems[0]?.range.start ?? 0;
    const fixes = fixesAt(problems, { start, end: start });
    expect(fixes.map(({ kind, title, preferred }) => [kind, title, preferred])).toEqual([
      ['one', 'Rewrite the counts: @@ -10,4 +10,4 @@', true],
      ['alike', 'Fix all 2 of this kind: A hunk has other lines than its header counts', false],
      ['all', 'Fix all that has one reading', false],
    ]);
    expect(edited(text, fixes[2]?.edits ?? [])).toBe(
      onFile(...hunk('@@ -10,4 +10,4 @@'), ...hunk('@@ -50,4 +50,4 @@')),
    );
  });

  it('of a hunk that was cut are offered, but not preferred: what was cut does not come back', () => {
    const [problem] = checked(onFile(...hunk('@@ -10,9 +10,9 @@')));
    expect([problem?.code, problem?.fix?.sure]).toEqual(['hunk-truncated', false]);
  });
});
