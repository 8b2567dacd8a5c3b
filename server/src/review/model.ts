import type { Machine } from '../machine/machine.ts';
import type { CoreVersion } from '../memory/behaviour.ts';
import type { FlatRange, FlatView, Snapshot } from '../memory/flat-view.ts';
import type { AddressSpace } from '../memory/region.ts';
import type { Patch, PatchSet } from '../patch/model.ts';
import type { Series } from '../patch/series-model.ts';
import type { SeriesProblem } from '../patch/series-problems.ts';
import type { Recognition } from '../source/model.ts';

export type MachineOrigin = 'built-in' | 'added' | 'beside the patch';

/** A machine with what a review says of it. */
export interface ReviewMachine {
  readonly id: string;
  readonly label: string;
  readonly origin: MachineOrigin;
  readonly machine: Machine;
}

export type ViewChange = 'changed' | 'new' | 'gone' | 'unchanged';

/** A range of one side, or both where it did not move. */
export interface RangeDifference {
  readonly change: 'same' | 'removed' | 'added';
  readonly range: FlatRange;
}

/** FlatViews Before and After that stand for the same thing: same root or same address spaces. */
export interface ViewMatch {
  readonly change: ViewChange;
  readonly before: FlatView | undefined;
  readonly after: FlatView | undefined;
  /** Address spaces that come to or leave the view. */
  readonly joined: readonly AddressSpace[];
  readonly left: readonly AddressSpace[];
  readonly rangesChanged: boolean;
}

/** The Snapshots before and after, matched; ordered by change: gone, new, changed, unchanged, larger first. */
export interface Comparison {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly views: readonly ViewMatch[];
}

export interface MachineReview {
  readonly machine: ReviewMachine;
  /** Where a machine cannot be used: why. */
  readonly refused?: string;
  readonly comparison?: Comparison;
  /** What made the figures; the model where it is not said. */
  readonly engine?: 'source';
}

export interface PatchReview {
  readonly patch: Patch;
  /** Index in PatchSet.patches. */
  readonly index: number;
  /** core: the memory core; topology: boards and devices with memory API calls; other: neither; foreign: not QEMU. */
  readonly kind: 'core' | 'topology' | 'other' | 'foreign';
  readonly recognition: Recognition;
  /** Functions of the memory API that its hunks of boards and devices call. */
  readonly memoryApiCalls: readonly string[];
  /** For a topology patch: the names of regions in its hunks, and the machines that have one of them. */
  readonly regionNames: readonly string[];
  readonly machinesWithRegions: readonly string[];
  /** Worst first. */
  readonly machines: readonly MachineReview[];
}

/** A series with what it does as a whole. */
export interface SeriesReview {
  readonly series: Series;
  /** For each of its patches the core that those before it leave; undefined until one of them is recognised. */
  readonly cores: readonly (CoreVersion | undefined)[];
  /** From before its first patch to after its last; absent for a series of one patch. */
  readonly whole?: WholeReview;
}

export interface WholeReview {
  /** A sentence: why there are no figures, or what they leave out; '' where there is nothing to say. */
  readonly note: string;
  readonly before?: CoreVersion;
  readonly after?: CoreVersion;
  /** Worst first; empty where there are no figures. */
  readonly machines: readonly MachineReview[];
}

export interface Review {
  readonly set: PatchSet;
  readonly machines: readonly ReviewMachine[];
  /** Versions of one series follow each other, the oldest first. */
  readonly series: readonly SeriesReview[];
  /** Every patch, those of a series in their order; covers, replies and pulls are none. */
  readonly patches: readonly PatchReview[];
  /** What is wrong with the patches as series. */
  readonly problems: readonly SeriesProblem[];
}
