import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import { readPatch } from '../../server/src/patch/read-patch.ts';
import { reviewTree } from '../../server/src/report/review-tree.ts';
import { wholeLine } from '../../server/src/report/series.ts';
import type { Review, ReviewMachine } from '../../server/src/review/model.ts';
import { reviewPatches } from '../../server/src/review/review.ts';
import type { SourcePatch } from '../../server/src/source/model.ts';
import { mail } from '../patch/series-kit.ts';
import { emptyView } from '../source/fixtures.ts';
import { reversed } from '../source/helpers.ts';

const sample = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../samples/${name}`, import.meta.url)), 'utf8');
const idle: ReviewMachine = {
  id: 'idle',
  label: 'idle-nics',
  origin: 'added',
  machine: readDump(sample('idle-nics.mtree')),
};

const MARKS = { context: ' ', added: '+', removed: '-', 'no-newline': '\\' } as const;

/** A patch of a file of the core as a diff; its hunks are far from each other. */
function diffOf({ files }: SourcePatch): string {
  return files
    .map(({ oldPath, newPath, hunks }) => {
      const texts = hunks.map(({ section, lines }, i) => {
        const count = (...kinds: string[]): number => lines.filter(({ kind }) => kinds.includes(kind)).length;
        const [old, now] = [count('context', 'removed'), count('context', 'added')];
        const body = lines.map(({ kind, text }) => `${MARKS[kind]}${text}\n`).join('');
        return `@@ -${1000 * (i + 1)},${old} +${1000 * (i + 1)},${now} @@ ${section}\n${body}`;
      });
      return `diff --git a/${oldPath} b/${newPath}\n--- a/${oldPath}\n+++ b/${newPath}\n${texts.join('')}`;
    })
    .join('');
}

const OTHER = 'diff --git a/util/x.c b/util/x.c\n--- a/util/x.c\n+++ b/util/x.c\n@@ -1 +1 @@\n-int a;\n+int b;\n';

function review(...diffs: string[]): Review {
  const cover = mail({ subject: `[PATCH 0/${diffs.length}] Share`, id: 'c', body: 'Why.\n' });
  const mails = diffs.map((diff, i) =>
    mail({
      subject: `[PATCH ${i + 1}/${diffs.length}] part ${i + 1}`,
      id: `p${i}`,
      to: 'c',
      at: i,
      body: `Why.\n---\n${diff}`,
    }),
  );
  const text = [...mails, cover].reverse().join('');
  return reviewPatches({ text, set: readPatch(text) }, [idle]);
}

const shares = diffOf(emptyView);
const takesBack = diffOf(reversed(emptyView));
const unknown = shares.replaceAll('count == 0', 'count == 1');

describe('a series', () => {
  it('is reviewed in the order of its numbers, and only its patches are', () => {
    const { patches, series } = review(OTHER, shares, takesBack);
    expect(patches.map(({ patch }) => patch.message.number)).toEqual([1, 2, 3]);
    expect(series.map(({ series: one }) => [one.title, one.patches.length])).toEqual([['Share', 3]]);
  });

  it('has figures as a whole, from before the first patch to after the last', () => {
    const [one] = review(shares, OTHER).series;
    expect([one?.whole?.before?.name, one?.whole?.after?.name]).toEqual(['e673ba9af9', '092aa2fc65']);
    expect(one?.whole && wholeLine(one.whole)).toContain('FlatViews 39 -> 11 on idle-nics');
  });

  it('that takes back what it did changes nothing', () => {
    const [one] = review(shares, OTHER, takesBack).series;
    expect(one?.whole && wholeLine(one.whole)).toContain('FlatViews unchanged on 1 machine');
    expect(one?.cores.map((core) => core?.name)).toEqual([undefined, '092aa2fc65', '092aa2fc65']);
  });

  it('says in each patch which core the ones before it leave', () => {
    const { patches } = review(shares, OTHER, takesBack);
    const how = patches[2]?.recognition.evidence.find(({ basis }) => basis === 'series')?.how;
    expect(how).toBe('Patch 1/3 leaves the core 092aa2fc65, from which this patch starts.');
  });

  it('whose patches do not follow each other has no figures, and says why', () => {
    const { series, patches } = review(shares, shares);
    expect(series[0]?.whole).toEqual({
      machines: [],
      note: 'Patch 1/2 leaves the core 092aa2fc65, patch 2/2 starts from e673ba9af9: the model has no figures for the whole series.',
    });
    expect(patches[1]?.recognition.evidence.some(({ how }) => how.includes('out of order'))).toBe(true);
  });

  it.each([
    ['first', [unknown, shares], 'Patch 1/2 is not recognised, so the model has no figures for the whole series.'],
    ['last', [shares, unknown], 'Patch 2/2 is not recognised, so the model has no figures for the whole series.'],
  ])('with a %s patch that is not recognised has no figures', (_, diffs, note) => {
    expect(review(...diffs).series[0]?.whole).toEqual({ note, machines: [] });
  });

  it('keeps its figures where patches between recognised ones are not', () => {
    const [one] = review(takesBack, unknown, shares).series;
    expect(one?.whole?.note).toMatch(/^A patch of the core between the first and the last recognised one is not/);
    expect(one?.whole?.machines).toHaveLength(1);
  });
});

describe('the tree of a series', () => {
  const found = review(shares, OTHER);
  const show = (path: readonly (string | number)[]): string[] =>
    reviewTree(found, path).map(({ label, description }) => [label, description].filter(Boolean).join(': '));

  it('goes from series to patches to machines, with the whole first', () => {
    const [root] = reviewTree(found);
    expect(show([])).toEqual(['Share: 2 patches']);
    const below = reviewTree(found, root?.path);
    expect(below.map(({ label }) => label)).toEqual(['Whole series', '1/2 part 1', '2/2 part 2']);
    for (const entry of below.slice(0, 2)) {
      expect(show(entry.path)).toEqual(['idle-nics: FlatViews 39 -> 11']);
      const [machine] = reviewTree(found, entry.path);
      const groups = ['Changed: 1 FlatView', 'Gone: 28 FlatViews', 'Unchanged: 10 FlatViews'];
      expect(show(machine?.path ?? [])).toEqual(groups);
    }
  });
});
