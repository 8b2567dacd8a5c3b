import type { TextRange } from '../../text/range.ts';

/**
 * What a claim counts. `dispatchTrees` may be those alive or those made; the `...Created` and `commits` are counted over a
 * time, which a Snapshot does not know; `memory` is of the host, of what is seldom said.
 */
export type Counted =
  | 'flatViews'
  | 'fullFlatViews'
  | 'emptyFlatViews'
  | 'flatViewsCreated'
  | 'dispatchTrees'
  | 'dispatchTreesCreated'
  | 'addressSpaces'
  | 'flatRanges'
  | 'dispatchSections'
  | 'dispatchNodes'
  | 'dispatchNodesAllocated'
  | 'commits'
  | 'memory';

/** A number as it is written. `grain` is the unit of its last digit that counts: 0 where it is exact. */
export interface Figure {
  readonly value: number;
  readonly grain: number;
}

/** What is said of a count; `factor` is after / before. */
export type Statement =
  | { readonly kind: 'change'; readonly before: Figure; readonly after: Figure }
  | { readonly kind: 'count'; readonly value: Figure; readonly side: 'before' | 'after' | 'unsaid' }
  /** `times`: "halves", "3 times fewer"; `percent`: "by 53 %". */
  | { readonly kind: 'times'; readonly times: Figure; readonly less: boolean; readonly bound: Bound }
  | { readonly kind: 'percent'; readonly percent: Figure; readonly less: boolean; readonly bound: Bound }
  | { readonly kind: 'difference'; readonly by: Figure; readonly less: boolean }
  | { readonly kind: 'same' };

/** "more than halves": the change is at least that. */
export type Bound = 'exactly' | 'more' | 'less';

/** A thing that a message says a machine has: "255 CPUs", "112 non-virtio devices". */
export interface DeviceCount {
  readonly kind: 'cpu' | 'bridge' | 'virtio' | 'device' | 'non-virtio';
  /** A device's type where it is named, "virtio-net", else ''. */
  readonly name: string;
  readonly count: number;
}

/** A machine as a message names it: types that it can be of, and what it has. */
export interface MachineMention {
  /** In the message's words. */
  readonly words: string;
  readonly range: TextRange;
  /** Machine types, each without its version; any of them. Empty where no type is named. */
  readonly types: readonly string[];
  readonly devices: readonly DeviceCount[];
}

/** A number that a message states of what a patch does. */
export interface Claim {
  readonly counted: Counted;
  readonly statement: Statement;
  /** Where its numbers or its verb stand. */
  readonly range: TextRange;
  /** The words of `range`. */
  readonly words: string;
  /** The word that it counts by: "FlatViews". */
  readonly noun: TextRange;
  readonly machine: MachineMention | undefined;
  /** It speaks of the series that the patch is of. */
  readonly ofSeries: boolean;
}

/** One way to count what a claim counts, with what it gives on a machine. */
export interface Counting {
  /** "FlatViews alive, the empty ones included" */
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** A machine on which a claim was looked at. */
export interface ClaimOnMachine {
  readonly machine: string;
  readonly engine: 'model' | 'source';
  readonly countings: readonly Counting[];
  /** The counting under which it agrees; the first where there are several. */
  readonly agreesAs?: Counting;
}

export interface CheckedClaim {
  readonly claim: Claim;
  readonly verdict: 'agrees' | 'disagrees' | 'unchecked';
  /** Why it cannot be checked, as a sentence; else ''. */
  readonly reason: string;
  /** The figures that the verdict rests on; for `unchecked`, of machines that it may mean. */
  readonly machines: readonly ClaimOnMachine[];
  /** Ways to count that no Snapshot gives: "dispatch trees made since the start". */
  readonly notCounted: readonly string[];
}
