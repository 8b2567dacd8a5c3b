import type { Bodies } from './bodies.ts';
import type { ExpanderState } from './expander.ts';
import type { Macros } from './macros.ts';
import type { Place, SourceFile } from './sources.ts';
import type { Token } from './token.ts';

export interface PreprocessProblem {
  readonly place: Place;
  readonly message: string;
}

/**
 * A file read to where its own text begins, behind the headers: an edit below it need not read those again. It is of use
 * as long as all that was read for it is the same.
 */
export interface Checkpoint {
  /** The file, read up to its token `at`. */
  readonly file: SourceFile;
  readonly at: number;
  /** Of each `#if` that is open there whether a branch was taken. */
  readonly conditions: readonly boolean[];
  /** What came of it: the first `count` of these. */
  readonly tokens: readonly Token[];
  readonly count: number;
  readonly bodies: Bodies;
  readonly macros: Macros;
  readonly expander: ExpanderState;
  readonly once: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
  readonly problems: readonly PreprocessProblem[];
}

/** Whether a file is the same up to the checkpoint. */
export function reaches({ file, at }: Checkpoint, other: SourceFile): boolean {
  if (other.path !== file.path || other.tokens.length <= at) return false;
  for (let i = 0; i < at; i++) if (!isSame(file.tokens[i], other.tokens[i])) return false;
  return true;
}

const isSame = (a: Token | undefined, b: Token | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.kind === b.kind &&
  a.text === b.text &&
  a.place === b.place &&
  a.space === b.space &&
  a.first === b.first;
