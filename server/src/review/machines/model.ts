import type { TextFacts } from '../../machine/print/text-facts.ts';
import type { Snapshot, Totals } from '../../memory/flat-view.ts';
import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import type { ViewMatch } from '../model.ts';

/** One of two machines that are compared, rendered. */
export interface MachineSide {
  readonly snapshot: Snapshot;
  readonly facts: TextFacts;
}

/** What stands for one thing on both sides; a side is undefined where the other machine has none of it. */
export interface Pair<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** `size` bytes at `start` of an address space show a region from `offset` on. */
export interface Span {
  readonly start: bigint;
  readonly size: bigint;
  readonly offset: bigint;
}

/** What accesses see otherwise of one region, in the address spaces that see it alike. */
export interface Effect {
  readonly region: Pair<MemoryRegion>;
  /** Where it shows no longer, and where it shows now; sorted. */
  readonly lost: readonly Span[];
  readonly gained: readonly Span[];
  /** Where it still shows, but read-only or non-volatile otherwise. */
  readonly altered: readonly Span[];
  /** Address spaces that both machines have. */
  readonly spaces: readonly Pair<AddressSpace>[];
}

/** A fact of a region that is otherwise on the other side. */
export type Difference =
  | { readonly what: 'address' | 'size' | 'alias offset'; readonly before: bigint; readonly after: bigint }
  | {
      readonly what: 'type' | 'priority' | 'enabled' | 'read-only' | 'romd mode' | 'non-volatile' | 'unmergeable';
      readonly before: string;
      readonly after: string;
    }
  | { readonly what: 'container' | 'alias target'; readonly before: string; readonly after: string };

/**
 * hidden: still in the tree, no longer visible. visible: was in the tree, and is visible now. changed: attributes.
 * The last two are about FlatViews: address spaces that shared one, or share one now.
 */
export type FindingKind =
  | 'hidden'
  | 'gone'
  | 'moved'
  | 'resized'
  | 'changed'
  | 'new'
  | 'visible'
  | 'unshared'
  | 'shared';

/** One region: what is otherwise about it, and all that is seen otherwise for this reason. */
export interface RegionFinding {
  readonly subject: 'region';
  readonly kind: Exclude<FindingKind, 'shared' | 'unshared'>;
  readonly region: Pair<MemoryRegion>;
  readonly differences: readonly Difference[];
  /** Most bytes first. Empty where no access sees a difference. */
  readonly effects: readonly Effect[];
  /** What is seen instead of a hidden region, or what a visible one came out from under. */
  readonly by: readonly Pair<MemoryRegion>[];
  /** Regions below it that came or went with it. */
  readonly within: number;
  /** In how many address spaces something is seen otherwise; without effects, in how many it shows. */
  readonly spaces: number;
  readonly weight: number;
}

/** Address spaces of one name, with all that is below their own roots. */
export interface SpacesFinding {
  readonly subject: 'address-spaces';
  readonly kind: 'gone' | 'new';
  readonly spaces: readonly AddressSpace[];
  readonly weight: number;
}

/** Address spaces that shared a FlatView and share it no longer (unshared), or the other way round (shared). */
export interface SharingFinding {
  readonly subject: 'sharing';
  readonly kind: 'unshared' | 'shared';
  /** What the one view has become, or was: two groups or more, the largest first. */
  readonly groups: readonly (readonly Pair<AddressSpace>[])[];
  readonly empty: boolean;
  readonly weight: number;
}

export type Finding = RegionFinding | SpacesFinding | SharingFinding;

/** How two machines differ, by meaning. */
export interface MachineDifference {
  readonly before: MachineSide;
  readonly after: MachineSide;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** Address spaces of both, and of one side only; by name. */
  readonly spaces: readonly Pair<AddressSpace>[];
  /** Views that stand for each other, in the order of `spaces`. */
  readonly views: readonly ViewMatch[];
  readonly totals: { readonly before: Totals; readonly after: Totals };
}

/** No finding, and every count the same. */
export const areAlike = ({ findings, totals: { before, after } }: MachineDifference): boolean =>
  findings.length === 0 && (Object.keys(before) as (keyof Totals)[]).every((key) => before[key] === after[key]);
