import type { Place } from './preprocess/sources.ts';
import type { Program } from './run/program.ts';
import type { Distribution } from './run/recorder.ts';

/** An expression of C to be recorded whenever the statement that starts on a line begins. */
export interface WatchRequest {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly expression: string;
}

/** Lines of a file whose expressions are recorded wherever they are evaluated; 1-based, both included. */
export interface RecordRequest {
  readonly path: string;
  readonly first: number;
  readonly last: number;
}

/** What became of a watch. */
export interface Watched {
  /** The type of the expression; undefined where it was never understood. */
  readonly type: string | undefined;
  /** Why it could not be recorded. */
  readonly failure: string | undefined;
  /** undefined: its statement was never reached. */
  readonly distribution: Distribution | undefined;
}

export interface LoadProblem {
  readonly place: Place;
  readonly message: string;
}

export interface LoadedProgram {
  readonly program: Program;
  /** Functions that a program runs before main: the attribute `constructor`. */
  readonly constructors: readonly string[];
  /** Headers that neither the tree nor the environment has; each is taken as empty. */
  readonly missing: readonly string[];
  /** Every file of the tree that was read. */
  readonly files: readonly string[];
  /** In the order of the requests. */
  watched(): readonly Watched[];
  /** What could not be understood in what is declared, and in the functions that this run has reached. */
  problems(): readonly LoadProblem[];
}
