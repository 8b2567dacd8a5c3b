import type { Evaluation } from '../../source/evaluate/core/evaluate.ts';
import { compareSnapshots } from '../compare.ts';
import type { ReviewMachine } from '../model.ts';
import type { EvaluatedMachine } from './model.ts';
import { snapshotOfRun } from './snapshot.ts';

/** The runs of both sides on a machine, compared where both came to their end. */
export function evaluatedMachine(machine: ReviewMachine, before: Evaluation, after: Evaluation): EvaluatedMachine {
  if (before.stop || after.stop) return { machine, before, after };
  const { topology } = machine.machine;
  const comparison = compareSnapshots(snapshotOfRun(topology, before), snapshotOfRun(topology, after));
  return { machine, before, after, comparison, engine: 'source' };
}
