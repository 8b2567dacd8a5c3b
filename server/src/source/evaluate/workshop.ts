import type { LoadedProgram } from './loaded.ts';
import type { Unit } from './parse/unit.ts';
import type { Checkpoint } from './preprocess/checkpoint.ts';
import type { Preprocessed } from './preprocess/preprocess.ts';
import { Sources } from './preprocess/sources.ts';
import { type Lookups, Recent } from './recent.ts';
import { Room } from './run/room.ts';
import type { Limits } from './run/runtime.ts';

/** A file with all that it includes; what it declares is known once it has been asked for. */
export interface ReadUnit {
  readonly path: string;
  readonly expanded: Preprocessed;
  parsed: Unit | undefined;
}

/** A file read up to where its own text begins, and what was looked up for that besides itself. */
export interface ReadHeaders {
  readonly checkpoint: Checkpoint;
  readonly lookups: Lookups;
}

/** Before and After, and what an edit makes of After: some 15 MB each. */
const MAX_PROGRAMS = 3;
/** Of two files each. */
const MAX_UNITS = 5;
const MAX_CHECKPOINTS = 2;

/**
 * What runs one after the other share, for speed alone: tokens of files, units and programs that are the same, the memory,
 * and compiled code. Loading and running give what they give without. A workshop serves one environment.
 */
export class Workshop {
  readonly sources = new Sources();
  readonly programs = new Recent<LoadedProgram>(MAX_PROGRAMS);
  readonly units = new Recent<ReadUnit>(MAX_UNITS);
  readonly checkpoints = new Recent<ReadHeaders>(MAX_CHECKPOINTS);
  private last: Room | undefined;

  /** All runs of the same limits are in one room: each ends the one before. */
  room(limits: Limits): Room {
    const known = this.last;
    const isSame = known && JSON.stringify(known.limits) === JSON.stringify(limits);
    this.last = isSame ? known : new Room(limits);
    return this.last;
  }
}
