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
