import type { Totals } from '../../memory/flat-view.ts';
import type { PatchReview, SeriesReview } from '../model.ts';

/** Hunks of two versions of a patch that stand for the same change; line numbers do not count. */
export interface HunkPair {
  readonly change: 'same' | 'context' | 'changed' | 'new' | 'gone';
  readonly path: string;
  /** Indices of file and hunk in each version's patch. */
  readonly old: HunkIndex | undefined;
  readonly now: HunkIndex | undefined;
}

export interface HunkIndex {
  readonly file: number;
  readonly hunk: number;
}

/** Before and After of one machine, under one version of a patch. */
export interface FigureSides {
  readonly before: Totals;
  readonly after: Totals;
}

/** What one machine shows under the old version and the new; absent where there are no figures. */
export interface FigurePair {
  readonly machine: string;
  readonly old: FigureSides | undefined;
  readonly now: FigureSides | undefined;
  readonly moved: boolean;
}

/** A patch with its place in its series, from 1. */
export interface PlacedPatch {
  readonly number: number;
  readonly review: PatchReview;
}

/** A patch of the old version and one of the new; one alone is gone or new. */
export interface PatchPair {
  /** same: diff and message are; changed: either is not. */
  readonly change: 'same' | 'changed' | 'gone' | 'new';
  readonly old: PlacedPatch | undefined;
  readonly now: PlacedPatch | undefined;
  readonly message: 'same' | 'trailers' | 'changed';
  readonly hunks: readonly HunkPair[];
  readonly figures: readonly FigurePair[];
}

/** How two versions of a series differ: what git range-diff tells, by hunks, and the figures. */
export interface RangeDiff {
  readonly old: SeriesReview;
  readonly now: SeriesReview;
  /** In the order of the new version; what is gone stands where it was. */
  readonly pairs: readonly PatchPair[];
  /** Of the whole series; empty where neither has figures. */
  readonly whole: readonly FigurePair[];
}
