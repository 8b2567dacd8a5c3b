import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** gcc judges what the evaluator makes of C; tests that ask it are skipped where there is none. */
export const hasGcc = spawnSync('gcc', ['-dumpmachine'], { encoding: 'utf8' }).stdout?.startsWith('x86_64-') ?? false;
export const WITHOUT_GCC = hasGcc ? '' : ' (skipped: no gcc for x86-64 here)';

/** What `gcc -E -P` makes of a text. */
export function gccTokens(text: string): string {
  const { stdout, stderr, status } = spawnSync('gcc', ['-E', '-P', '-xc', '-'], { input: text, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Compiles a program, runs it, and gives what it prints. */
export function gccRuns(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-memory-review-gcc-'));
  try {
    const source = join(folder, 'program.c');
    const program = join(folder, 'program');
    writeFileSync(source, text);
    const built = spawnSync('gcc', ['-O0', '-w', '-fwrapv', '-o', program, source], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(built.stderr);
    return spawnSync(program, { encoding: 'utf8', timeout: 20_000 }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
