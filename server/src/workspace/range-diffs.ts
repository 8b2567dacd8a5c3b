import type { Review } from '../review/model.ts';
import { newestVersions, type Versions, versionsOf } from '../review/range-diff/choose.ts';
import type { RangeDiff } from '../review/range-diff/model.ts';
import { rangeDiff } from '../review/range-diff/range-diff.ts';
import { fileName, virtualUri } from './uris.ts';

/** A text with its review. */
export interface ReviewedText {
  readonly text: string;
  readonly review: Review;
}

/** Two versions of a series, by the places of their series in the reviews of their texts. */
export function compareVersions(old: ReviewedText, now: ReviewedText, { old: i, now: j }: Versions): RangeDiff {
  const [before, after] = [old.review.series[i], now.review.series[j]];
  if (!before || !after) throw new Error('One of the texts no longer has this series.');
  return rangeDiff({ ...old, series: before }, { ...now, series: after });
}

/** Which versions are meant: those of two texts, or the two newest of one. Throws a sentence where there are none. */
export function chooseVersions(old: ReviewedText, now: ReviewedText | undefined): Versions {
  const found = now ? versionsOf(old.review, now.review) : newestVersions(old.review);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** The document that tells how two versions differ. */
export const rangeDiffUri = (old: string, now: string, versions: Versions): string =>
  virtualUri(`${stem(old)}${old === now ? '' : ` - ${stem(now)}`}.md`, {
    kind: 'range-diff',
    before: old,
    after: now,
    oldSeries: versions.old,
    nowSeries: versions.now,
  });

const stem = (uri: string): string => fileName(uri).replace(/\.(mbox|patch|diff|eml)$/, '');
