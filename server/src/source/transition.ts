import type { CoreVersion } from '../memory/behaviour.ts';
import { type Part, type Pattern, part } from './patterns.ts';

/** Some tokens of a place in the core, as it is before or after a change. */
export interface Piece {
  readonly code: Part;
  /** What stands here, in plain words; absent for code that only says where it is. */
  readonly says?: string;
  /** The traits that rest on it. */
  readonly traits: readonly string[];
}

/** One place that a transition changes: the pieces of each side follow each other without anything between. */
export interface Change {
  /** The function After (and Before, where `was` is absent); '' outside functions. */
  readonly in: string;
  readonly was?: string;
  readonly says: string;
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

/**
 * Code around a change that may be in a hunk's context: where its start is seen, all of it must be as known, line for
 * line as far as the hunk goes.
 */
export interface KnownContext {
  readonly in: string;
  readonly says: string;
  readonly starts: Part;
  readonly code: Pattern;
}

export interface TraitWords {
  readonly id: string;
  readonly trait: string;
  readonly before: string;
  readonly after: string;
  readonly how: string;
  /** Shown by code around the change, which is the same on both sides. */
  readonly context?: boolean;
}

/** A change of the memory core that the model has both states of. A reversed patch goes from `to` to `from`. */
export interface Transition {
  readonly commit: string;
  readonly title: string;
  readonly from: CoreVersion;
  readonly to: CoreVersion;
  /** Where the file was then. */
  readonly paths: readonly string[];
  /** The months in which the code was so: "2017-09". */
  readonly since: string;
  readonly until: string;
  readonly era: string;
  readonly changes: readonly Change[];
  readonly known: readonly KnownContext[];
  readonly traits: readonly TraitWords[];
}

/** Code that only says where it is. */
export function around(print: string): Piece {
  return { code: part(print), traits: [] };
}

/** Code that shows something, and the traits that it shows. */
export function shows(says: string, print: string, ...traits: string[]): Piece {
  return { code: part(print), says, traits };
}

export function whole(pieces: readonly Piece[]): Pattern {
  return pieces.map((piece) => piece.code);
}
