import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { AppliedFiles } from '../../server/src/patch/applied-files.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { readSeries } from '../../server/src/patch/series.ts';
import { seriesProblems } from '../../server/src/patch/series-problems.ts';
import { Repository, trees } from './git-series.ts';
import { mail } from './series-kit.ts';

const repository = new Repository();
afterAll(() => repository.remove());

function conflicts(text: string): string[] {
  const { patches } = readPatch(text);
  return seriesProblems(readSeries(patches, text), patches)
    .filter(({ code }) => code === 'does-not-apply')
    .map(({ message }) => message);
}

const diff = (path: string, body: string): string =>
  `Why.\n---\ndiff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${body}`;
const patches = (...bodies: string[]): string =>
  bodies.map((body, i) => mail({ subject: `[PATCH ${i + 1}/${bodies.length}] p`, body, at: i })).join('');

describe('a hunk after the patches before it', () => {
  it('is said not to apply where an earlier one left another line', () => {
    const text = patches(
      diff('a.c', '@@ -10,2 +10,3 @@\n     region_init(a, 1);\n+    region_add(a, b);\n     region_done(a);\n'),
      diff(
        'a.c',
        '@@ -10,3 +10,3 @@\n     region_init(a, 1);\n-    region_add(a, c);\n+    region_add(a, d);\n     region_done(a);\n',
      ),
    );
    expect(conflicts(text)).toEqual([
      'This hunk does not apply after patch 1/2: line 11 of a.c is "    region_add(a, b);" there, here "    region_add(a, c);".',
    ]);
  });

  it.each([
    [
      'is known to have been deleted',
      'a.c is no longer there after patch 1/2, so this does not apply.',
      [
        'Why.\n---\ndiff --git a/a.c b/a.c\ndeleted file mode 100644\n--- a/a.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
        diff('a.c', '@@ -1 +1 @@\n-x\n+y\n'),
      ],
    ],
    [
      'is there already',
      'a.c is there since patch 1/2, so this cannot make it.',
      [
        diff('a.c', '@@ -1 +1 @@\n-x\n+y\n'),
        'Why.\n---\ndiff --git a/a.c b/a.c\nnew file mode 100644\n--- /dev/null\n+++ b/a.c\n@@ -0,0 +1 @@\n+x\n',
      ],
    ],
    [
      'is shorter than that',
      'This hunk does not apply after patch 1/2: line 2 of a.c is past the end of the file there, here "y".',
      [
        'Why.\n---\ndiff --git a/a.c b/a.c\nnew file mode 100644\n--- /dev/null\n+++ b/a.c\n@@ -0,0 +1 @@\n+x\n',
        diff('a.c', '@@ -1,2 +1,2 @@\n x\n-y\n+z\n'),
      ],
    ],
  ])('is said not to apply where the file %s', (_, message, bodies) => {
    expect(conflicts(patches(...bodies))).toEqual([message]);
  });

  it('may stand elsewhere than it says, as for git apply', () => {
    const text = patches(
      diff('a.c', '@@ -10,2 +10,3 @@\n     region_init(a, 1);\n+    region_add(a, b);\n     region_done(a);\n'),
      diff(
        'a.c',
        '@@ -11,3 +11,3 @@\n     region_init(a, 1);\n-    region_add(a, b);\n+    region_add(a, d);\n     region_done(a);\n',
      ),
    );
    expect(conflicts(text)).toEqual([]);
  });
});

describe('by Git', { timeout: 120_000 }, () => {
  it('finds nothing wrong in a series that Git made, and knows only lines that are so', () => {
    fc.assert(
      fc.property(trees, fc.constantFrom('-M', '--no-renames', '-U1', '-U8'), (made, option) => {
        const commits = repository.history(made);
        const text = repository.mails(commits[0] ?? '', commits.at(-1) ?? '', option, '--cover-letter').join('');
        expect(conflicts(text)).toEqual([]);
        const files = new AppliedFiles();
        const read = readPatch(text).patches.filter(({ message }) => message.kind === 'patch');
        read.forEach((patch, index) => {
          files.apply(patch, index);
        });
        for (const [path, content] of Object.entries(made.at(-1) ?? {})) {
          const known = files.file(path);
          content
            .split('\n')
            .slice(0, -1)
            .forEach((line, at) => {
              expect([line, undefined]).toContain(known?.line(at + 1));
            });
        }
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it('raises no alarm where git am applies what is left of a series, in whatever order', () => {
    let found = 0;
    fc.assert(
      fc.property(trees, fc.infiniteStream(fc.nat()), (made, choices) => {
        const commits = repository.history(made);
        const mails = repository.mails(commits[0] ?? '', commits.at(-1) ?? '', '-N');
        const left = mails.map((text) => text.replace(/^(Message-Id|In-Reply-To|References): .*\n(?: .*\n)*/gim, ''));
        const [drop = 0, swap = 0] = [choices.next().value, choices.next().value];
        if (drop % 3 > 0) left.splice(drop % left.length, 1);
        if (swap % 2 > 0) left.unshift(...left.splice(swap % left.length, 1));
        const applies = repository.applies(commits[0] ?? '', left);
        const alarms = conflicts(left.join(''));
        if (alarms.length > 0) found++;
        if (applies) expect(alarms).toEqual([]);
      }),
      { numRuns: 40, seed: 4 },
    );
    expect(found).toBeGreaterThan(0);
  });
});
