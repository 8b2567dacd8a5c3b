import type { LoadProblem } from '../../source/evaluate/loaded.ts';
import type { EvaluatedRuns } from './model.ts';

/**
 * What of the tree's C could not be understood After and was, or was not there, Before, but for what stopped the run; once
 * for each line and message. It is the same on every machine.
 */
export function misunderstood({ machines }: EvaluatedRuns): readonly LoadProblem[] {
  const runs = machines.find(({ before, after }) => before && after);
  const had = new Map<string, number>();
  for (const problem of runs?.before?.problems ?? []) had.set(keyOf(problem), (had.get(keyOf(problem)) ?? 0) + 1);
  const stop = runs?.after?.stop;
  const found = (runs?.after?.problems ?? []).filter((problem) => {
    const left = had.get(keyOf(problem)) ?? 0;
    had.set(keyOf(problem), left - 1);
    return left <= 0 && problem.message !== stop?.message && !OF_A_BUILD.test(problem.message);
  });
  return [...new Map(found.map((problem) => [`${keyOf(problem)} ${problem.place.line}`, problem])).values()];
}

/** A build makes the functions of trace-events. */
const OF_A_BUILD = /^the function "trace_\w+" is called without a declaration$/;

/** Lines move with a patch, what is said of them does not. */
const keyOf = ({ place, message }: LoadProblem): string => `${place.path}: ${message}`;
