import type { Review } from '../model.ts';

/** Places in Review.series of the old and the new version. */
export interface Versions {
  readonly old: number;
  readonly now: number;
}

/** The two newest versions in one text, or why there are none. */
export function newestVersions({ series }: Review): Versions | string {
  for (const [now, one] of series.entries()) {
    const older = series.slice(0, now).findLastIndex((other) => other.series.lineage === one.series.lineage);
    const newest = series[now + 1]?.series.lineage !== one.series.lineage;
    if (older >= 0 && newest) return { old: older, now };
  }
  if (series.length === 0) return 'there is no patch in it.';
  return 'it has only one version of each series; name the file with the other one.';
}

/** The series of two texts that are versions of one, by title or change-id; else the newest of each. */
export function versionsOf(old: Review, now: Review): Versions | string {
  if (old.series.length === 0) return 'there is no patch in the first.';
  if (now.series.length === 0) return 'there is no patch in the second.';
  for (const [j, { series: b }] of [...now.series.entries()].reverse()) {
    const i = old.series.findLastIndex(
      ({ series: a }) => (a.title !== '' && a.title === b.title) || (a.changeId !== '' && a.changeId === b.changeId),
    );
    if (i >= 0) return { old: i, now: j };
  }
  return { old: old.series.length - 1, now: now.series.length - 1 };
}
