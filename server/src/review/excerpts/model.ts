import type { RegionLine } from '../../machine/dump/lines.ts';
import type { TextRange } from '../../text/range.ts';

/** The sign before a line of a diff of two dumps: in both, in Before alone, in After alone. */
export type Marker = ' ' | '-' | '+';

/** A line of `info mtree` in a message. */
export interface ExcerptLine {
  readonly marker: Marker;
  /** Without the message's own margin and the marker; blanks before it are QEMU's. Wrapped lines are joined. */
  readonly text: string;
  /** Without margin and line ending; of a wrapped line, all its parts. */
  readonly range: TextRange;
  /** Where `text` without its indent begins in the message, where it is one piece; else -1. */
  readonly start: number;
  readonly line:
    | RegionLine
    | { readonly kind: 'address-space' | 'memory-region' | 'user'; readonly name: string; readonly root: string }
    | { readonly kind: 'flat-view' | 'prompt-tree' | 'prompt-views' }
    | { readonly kind: 'view-root'; readonly name: string };
}

/** What an excerpt shows by what is said above it: the state Before the patch, After it, a diff of both, or unsaid. */
export type ExcerptSide = 'before' | 'after' | 'diff' | 'unsaid';

/** A block of an excerpt: a tree below the names of its address spaces or region, or the ranges of a view. */
export interface ExcerptBlock {
  readonly kind: 'tree' | 'view';
  /** The lines that stand above its regions: names of address spaces, "FlatView #0", a root. */
  readonly heads: readonly ExcerptLine[];
  readonly regions: readonly ExcerptRegion[];
}

/** A region's or a range's line. */
export interface ExcerptRegion extends ExcerptLine {
  readonly line: RegionLine;
  /** "..." stands between it and the line before it: something is left out there. */
  readonly afterElision: boolean;
}

/** Text of `info mtree` that was pasted into a message. */
export interface Excerpt {
  /** From its first line to its last. */
  readonly range: TextRange;
  readonly side: ExcerptSide;
  readonly blocks: readonly ExcerptBlock[];
}

/** What a machine has for a line of an excerpt. */
export interface LineCheck {
  readonly region: ExcerptRegion;
  /** The state that it was compared with. */
  readonly side: 'before' | 'after';
  readonly is: 'same' | 'other' | 'absent';
  /** For `other`: how it differs there, as clauses ("it is at H-H", "its priority is 1"). */
  readonly how: readonly string[];
}

/** What a machine has between the lines of an excerpt that the excerpt leaves out. */
export interface LeftOut {
  /** The region or the view that has them. */
  readonly of: string;
  readonly names: readonly string[];
}

/** An excerpt on one machine. */
export interface ExcerptOnMachine {
  readonly machine: string;
  readonly release: string;
  /** The message names this machine's type. */
  readonly named: boolean;
  /** The model makes After of the patch from this machine: else nothing tells on which side of the patch the machine is. */
  readonly isBefore: boolean;
  readonly lines: readonly LineCheck[];
  readonly leftOut: readonly LeftOut[];
}

export interface CheckedExcerpt {
  readonly excerpt: Excerpt;
  /** The machine that it fits best, of those that have all its regions. */
  readonly on: ExcerptOnMachine | undefined;
  /** What cannot be checked, and why, as a sentence; '' where all is. */
  readonly reason: string;
}
