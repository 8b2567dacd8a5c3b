import type { TextRange } from '../text/range.ts';

/** A mail that answers one of a series. Both are indices in PatchSet.patches; `to` is a patch or the cover. */
export interface Reply {
  readonly message: number;
  readonly to: number;
}

/** A trailer that a reply gives (Reviewed-by), as b4 collects them. */
export interface GivenTrailer {
  readonly name: string;
  readonly value: string;
  /** The line in the reply. */
  readonly range: TextRange;
  /** The sender of the reply. */
  readonly from: string;
  /** Index of the reply in PatchSet.patches. */
  readonly message: number;
  /** Index of the patch; 'all' where the cover was answered. */
  readonly on: number | 'all';
}

/** Patches of one number. */
export interface Duplicate {
  readonly number: number;
  /** Indices in PatchSet.patches, the one that counts (the newest) last. */
  readonly messages: readonly number[];
  /** Whether all have the same diff. */
  readonly same: boolean;
}

/** One version of a series, from whatever of it a text has. Messages are indices in PatchSet.patches. */
export interface Series {
  /** The subject of the cover, else of the first patch. */
  readonly title: string;
  readonly version: number;
  readonly total: number;
  /** Who sent the cover, else the first patch. */
  readonly sender: string;
  /** The trailer change-id of the cover, else of the first patch; '' where there is none. */
  readonly changeId: string;
  readonly cover: number | undefined;
  /** One patch for each number that is there, in their order; those past the total come last. */
  readonly patches: readonly number[];
  /** The numbers that no message has. */
  readonly missing: readonly number[];
  readonly duplicates: readonly Duplicate[];
  /** Patches with a number past the total. */
  readonly pastTotal: readonly number[];
  readonly replies: readonly Reply[];
  readonly given: readonly GivenTrailer[];
  /** Series with the same number here are versions of one another. */
  readonly lineage: number;
}

/** A series but for what its replies and its other versions say. */
export type OwnSeries = Omit<Series, 'replies' | 'given' | 'lineage'>;
