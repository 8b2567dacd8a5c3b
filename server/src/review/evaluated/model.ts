import type { AppliedHunk, FailedHunk } from '../../patch/apply.ts';
import type { Evaluation } from '../../source/evaluate/core/evaluate.ts';
import type { MachineReview } from '../model.ts';

/** What the tree's own code, Before and After, makes of a machine. With a comparison where both ran to their end. */
export interface EvaluatedMachine extends MachineReview {
  /** Absent where the machine was refused. */
  readonly before?: Evaluation;
  readonly after?: Evaluation;
}

/** A file of the patch that the core is made of, and where its hunks stand in it. */
export interface EvaluatedFile {
  /** Index in Patch.files. */
  readonly file: number;
  readonly hunks: readonly AppliedHunk[];
}

/** A patch, or a series as a whole, whose memory core was evaluated from a tree; or why it was not. */
export type EvaluatedPatch = EvaluatedRuns | NotEvaluated;

export interface EvaluatedRuns {
  /** Sentences: where the tree is from, and Before of each changed file. */
  readonly how: readonly string[];
  /** Of one patch; empty for a series as a whole. */
  readonly files: readonly EvaluatedFile[];
  /** Those that are done, worst first. */
  readonly machines: readonly EvaluatedMachine[];
  /** How many machines there are; more than are done while it runs. */
  readonly total: number;
}

export interface NotEvaluated {
  /** A sentence. */
  readonly reason: string;
  /** The patch changes nothing that the core is made of: nothing is wrong. */
  readonly aside: boolean;
  /** Where a hunk of a file did not apply. */
  readonly failed?: FailedHunk;
  /** There is nothing of QEMU where it was looked for. */
  readonly noTree?: boolean;
}

/** What was evaluated of a text so far: patches by PatchReview.index, series as wholes by their place in the review. */
export interface EvaluatedReview {
  readonly patches: ReadonlyMap<number, EvaluatedPatch>;
  readonly series: ReadonlyMap<number, EvaluatedPatch>;
  /** Nothing is left to be evaluated. */
  readonly complete: boolean;
}

export const isEvaluated = (patch: EvaluatedPatch | undefined): patch is EvaluatedRuns =>
  patch !== undefined && 'machines' in patch;
