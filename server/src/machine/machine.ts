import type { AddressSpace, MemoryRegion, Topology } from '../memory/region.ts';
import type { TextRange } from '../text/range.ts';
import type { Release } from './formats.ts';
import type { TextFacts } from './print/text-facts.ts';

/** 'unknown' where the text does not tell. */
export type Accelerator = 'TCG' | 'KVM' | 'unknown';

export interface MachineProblem {
  readonly severity: 'error' | 'warning' | 'information';
  /** `unreadable`: a line that is no line of `info mtree`. `ambiguous`: read, but the text allows another reading. */
  readonly code: 'unreadable' | 'ambiguous' | 'inconsistent' | 'incomplete' | 'alias-loop' | 'too-large';
  /** A sentence: what is wrong and what to do. */
  readonly message: string;
  readonly range: TextRange;
}

/** Where a region or a range is printed in the dump. */
export interface DumpPlaces {
  /** By region id: every line of a tree that prints it (text without indent and line ending). */
  readonly regions: ReadonlyMap<number, readonly TextRange[]>;
  /** By address space id: its `address-space:` line. */
  readonly addressSpaces: ReadonlyMap<number, TextRange>;
}

/** An end of a span of releases, with what shows it. */
export interface ReleaseBound {
  readonly release: Release;
  /** The commit that brought what is seen, or ended it. */
  readonly commit: string;
  /** What is seen, as a clause: "an alias has the type of what it shows". */
  readonly feature: string;
  readonly range: TextRange;
}

/** The releases that a text can come from, both ends inclusive; undefined where nothing bounds it. */
export interface ReleaseSpan {
  readonly first: ReleaseBound | undefined;
  readonly last: ReleaseBound | undefined;
  /** It comes from a build between two releases: on the way to `first`, which is `last`, too. */
  readonly development: boolean;
  /** `first` is later than `last`: no state of QEMU prints this text. */
  readonly contradictory: boolean;
}

/** A machine read from a dump. */
export interface Machine extends TextFacts {
  readonly topology: Topology;
  /** As `info version` prints it, or ''. */
  readonly release: string;
  /** As the first line's command line names it ("-M pc"), or ''. */
  readonly machineType: string;
  /** What releases the text can come from by all else that it shows. */
  readonly span: ReleaseSpan;
  readonly accelerator: Accelerator;
  /** How the accelerator is known. */
  readonly acceleratorEvidence: string;
  readonly places: DumpPlaces;
  /** How many FlatViews the dump itself prints; 0 where it prints none. */
  readonly printedViews: number;
  readonly problems: readonly MachineProblem[];
}

export type { AddressSpace, MemoryRegion };
