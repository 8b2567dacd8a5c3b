import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEMORY_CORE, SpecimenRepository } from '../specimens/repository.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DUMP = join(ROOT, 'samples/idle-nics.mtree');

const repository = new SpecimenRepository();
let series = '';
beforeAll(() => {
  repository.edit('memory.c', 'if (!mr->enabled) {', 'if (0) {');
  repository.commit('Render disabled regions');
  repository.edit('memory.c', '    assert(view);\n', '    assert(view && !old);\n');
  repository.commit('Want no view before');
  series = join(repository.folder, 'series.mbox');
  writeFileSync(series, repository.takeSeries(2));
});
afterAll(() => repository.remove());

function review(patch: string, ...args: string[]): { code: number | null; out: string; err: string } {
  const command = [join(ROOT, 'dist/cli.js'), 'review', patch, '-m', DUMP, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', cwd: ROOT });
  return { code: status, out: stdout, err: stderr };
}

interface Evaluated {
  readonly how: readonly string[];
  readonly reason?: string;
  readonly machines: readonly {
    readonly machine: string;
    readonly engine: string;
    readonly before?: Record<string, number>;
    readonly after?: Record<string, number>;
    readonly stops: Record<'before' | 'after', { kind: string; trace: { function: string; file: string }[] } | null>;
  }[];
  readonly hunks: readonly { readonly runs: readonly { readonly making: number; readonly commit: number }[] }[];
}

const evaluated = (...args: string[]): (Evaluated | undefined)[] =>
  JSON.parse(review(series, '--format', 'json', ...args).out).patches.map(
    (patch: { evaluated?: Evaluated }) => patch.evaluated,
  );

describe('review --engine source', () => {
  it('has the figures of the C itself, for a patch that the model does not know', () => {
    const [rendering] = evaluated('--engine', 'source', '--source', repository.folder);
    expect(rendering?.machines[0]).toMatchObject({
      machine: 'idle-nics',
      engine: 'source',
      before: { addressSpaces: 47, flatViews: 39, flatRanges: 164 },
      after: { addressSpaces: 47, flatViews: 39, flatRanges: 335 },
      stops: { before: null, after: null },
    });
    expect(rendering?.hunks[0]?.runs[0]?.commit).toBeGreaterThan(0);
  });

  it('checks what the message claims on the figures that it has', () => {
    const text = readFileSync(series, 'utf8').replace(
      '\n\n---\n',
      '\n\nThis takes the number of FlatRanges from 164 to 335.\n---\n',
    );
    const claimed = join(repository.folder, 'claimed.mbox');
    writeFileSync(claimed, text);
    const { out } = review(claimed, '--engine', 'source', '--source', repository.folder);
    expect(out).toContain('The message says:');
    expect(out).toMatch(/On idle-nics it is 164 -> 335 .*evaluated from the source/);
    expect(review(claimed).out).toContain('The model does not recognise the patch, so it has no figures.');
  });

  it('says which assertion fails, where, and who called', () => {
    const { code, out } = review(series, '--engine', 'source', '--source', MEMORY_CORE);
    expect(code).toBe(0);
    expect(review(series, '--engine', 'source', '--source', MEMORY_CORE, '--fail-on', 'error').code).toBe(1);
    expect(review(series, '--fail-on', 'error').code).toBe(0);
    expect(out).toMatch(
      /idle-nics: After stops: the assertion "view && !old" fails in address_space_set_flatview\(\) at memory\.c:\d+\n {2}address_space_set_flatview\(\) at memory\.c:\d+\n {2}memory_region_transaction_commit\(\)/,
    );
    expect(out).toContain('Render disabled regions');
    expect(out).toMatch(/memory\.c:\d+ .*: Ran \d+ times a commit/);
  });

  it('says that a patch of something else has nothing to evaluate', () => {
    const { out } = review(join(ROOT, 'samples/board.patch'), '--engine', 'source', '--source', MEMORY_CORE);
    expect(out).toContain('Nothing to evaluate. It changes no file that the memory core is made of.');
  });

  it('is asked for, and says what to do where there is no tree', () => {
    expect(evaluated()).toEqual([undefined, undefined]);
    expect(evaluated('--engine', 'both', '--source', join(ROOT, 'samples'))[0]).toEqual({
      reason: expect.stringContaining('No commit of the repository has'),
      aside: false,
    });
  });
});
