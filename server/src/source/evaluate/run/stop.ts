import type { Place } from '../preprocess/sources.ts';

/** Why a run ended before its end. */
export type StopKind =
  | 'null-access'
  | 'wild-access'
  | 'bad-free'
  | 'wild-call'
  | 'assert'
  | 'abort'
  | 'unknown-function'
  | 'unknown-data'
  | 'division-by-zero'
  | 'endless'
  | 'too-deep'
  | 'out-of-memory'
  | 'not-understood'
  | 'internal';

export interface Frame {
  readonly function: string;
  /** Where the function was: the start of the statement. */
  readonly place: Place;
}

/** The end of a run that is a finding about the C: what happened and where, the innermost function first. */
export class Stop extends Error {
  readonly kind: StopKind;
  readonly trace: Frame[] = [];

  constructor(kind: StopKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
