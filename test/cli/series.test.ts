import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mail } from '../patch/series-kit.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DUMP = join(ROOT, 'samples/idle-nics.mtree');
const shares = readFileSync(join(ROOT, 'samples/share-empty-view.patch'), 'utf8').replace(/^[\s\S]*?^---\n/m, '---\n');
const OTHER = '---\ndiff --git a/util/x.c b/util/x.c\n--- a/util/x.c\n+++ b/util/x.c\n@@ -1 +1 @@\n-int a;\n+int b;\n';

const patch = (number: number, body: string): string =>
  mail({ subject: `[PATCH v2 ${number}/3] part ${number}`, id: `p${number}`, to: 'c', at: number, body });
const SERIES = [
  mail({ subject: 'Re: [PATCH v2 2/3] part 2', id: 'r', to: 'p2', body: 'Reviewed-by: R <r@example.org>\n' }),
  patch(3, OTHER),
  patch(2, shares),
  mail({ subject: '[PATCH v2 0/3] Share views', id: 'c', body: 'Why.\n' }),
].join('');

function run(args: readonly string[]): { code: number | null; out: string; err: string } {
  const command = [join(ROOT, 'dist/cli.js'), ...args, '-'];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    input: SERIES,
    cwd: ROOT,
  });
  return { code: status, out: stdout, err: stderr };
}

describe('a series on the command line', () => {
  it('is reviewed in order, under a line with the figures of the whole', () => {
    const { code, out, err } = run(['review', '-m', DUMP]);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('Series v2 Share views: 2 of 3 patches, 1/3 missing, 1 reply');
    expect(lines[1]).toMatch(
      /^Whole series: FlatViews 39 -> 11 on idle-nics \(core e673ba9af9 -> 092aa2fc65\)\. Patches are missing/,
    );
    expect(lines[2]).toBe('2/3: Reviewed-by: R <r@example.org>');
    expect(out.match(/^\[.*$/gm)).toEqual(['[2/3] part 2', '[3/3] part 3']);
    expect(err).toContain('warning: Patch 1/3 of v2 is missing in this text.');
  });

  it.each(['review', 'parse'])('is in the JSON of %s, its patches by their places there', (command) => {
    const json = JSON.parse(run([command, '--format', 'json']).out);
    const [series] = json.series;
    expect(series).toMatchObject({
      title: 'Share views',
      version: 2,
      total: 3,
      cover: { subject: 'Share views', messageId: '<c>' },
      missing: [1],
      duplicates: [],
    });
    const named = (index: number): string => json.patches[index].subject;
    expect(series.patches.map(named)).toEqual(['part 2', 'part 3']);
    expect(series.replies.map(({ on }: { on: number }) => named(on))).toEqual(['part 2']);
    expect(series.trailers.map(({ on, name }: { on: number; name: string }) => [named(on), name])).toEqual([
      ['part 2', 'Reviewed-by'],
    ]);
    expect(json.problems.map(({ code }: { code: string }) => code)).toEqual(['patch-missing']);
  });
});

describe('range-diff', () => {
  const version = (number: number, count: string, second: string): string => {
    const word = number > 1 ? `PATCH v${number}` : 'PATCH';
    const id = (name: string): string => `${name}-v${number}`;
    const at = number * 60;
    return [
      mail({ subject: `[${word} 0/2] Share views`, id: id('c'), at, body: 'Why.\n' }),
      mail({
        subject: `[${word} 1/2] core`,
        id: id('p1'),
        to: id('c'),
        at: at + 1,
        body: `Why.\n${shares.replace('nr_enabled == 0', count)}`,
      }),
      mail({ subject: `[${word} 2/2] ${second}`, id: id('p2'), to: id('c'), at: at + 2, body: `Why.\n${OTHER}` }),
    ].join('');
  };
  const both = version(2, 'nr_enabled == 0', 'other') + version(1, 'nr_enabled == 1', 'other');
  const compare = (args: readonly string[], input: string) =>
    spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), 'range-diff', '-', ...args], {
      encoding: 'utf8',
      input,
      cwd: ROOT,
    });

  it('of a text with two versions tells which patches and hunks changed, and which figures moved', () => {
    const { status, stdout } = compare(['-m', DUMP], both);
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 2)).toEqual(['v1 Share views -> v2 Share views', 'Patches: 1 same, 1 changed; figures move']);
    expect(lines).toContain('1 ! 1 core');
    expect(lines).toContain('    memory.c: hunks 2 the same, 1 changed');
    expect(lines).toContain('    -+            if (nr_enabled == 1) {');
    expect(lines).toContain('    ++            if (nr_enabled == 0) {');
    expect(lines).toContain('2 = 2 other');
    expect(lines).toContain('    idle-nics: FlatViews 39 -> 11, was no figures');
  });

  it('has a JSON and a Markdown form', () => {
    const json = JSON.parse(compare(['-m', DUMP, '--format', 'json'], both).stdout);
    expect(json.schema).toBe('qemu-memory-review/range-diff@1');
    expect(json.pairs.map(({ change }: { change: string }) => change)).toEqual(['changed', 'same']);
    const [{ figures, old, message }] = json.pairs;
    expect([old.status, message, figures[0].old, figures[0].new.after.flatViews]).toEqual([
      'not-recognised',
      'same',
      null,
      11,
    ]);
    expect(compare(['-m', DUMP, '--format', 'markdown'], both).stdout).toContain('### 2 = 2 other');
  });

  it('says where there is one version only', () => {
    const { status, stderr } = compare([], version(1, 'nr_enabled == 0', 'other'));
    expect(status).toBe(2);
    expect(stderr).toBe(
      'qemu-memory-review: -: it has only one version of each series; name the file with the other one.\n',
    );
  });
});
