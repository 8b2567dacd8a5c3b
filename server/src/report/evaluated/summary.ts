import { type EvaluatedPatch, type EvaluatedReview, isEvaluated } from '../../review/evaluated/model.ts';
import type { Review } from '../../review/model.ts';
import { evaluatedLine } from './words.ts';

/** The end of an evaluation as a sentence; the result of the patch that has most to say. */
export function evaluatedSummary(
  { machines }: Review,
  { patches }: EvaluatedReview,
): { summary: string; failed: boolean; needsTree: boolean } {
  const all = [...patches.values()];
  const [first] = all.filter(isEvaluated);
  if (first) {
    const summary = machines.length === 0 ? 'There is no machine to evaluate on: add one.' : evaluatedLine(first);
    return { summary, failed: machines.length === 0, needsTree: false };
  }
  const failed = all.find(
    (one): one is Exclude<EvaluatedPatch, { machines: unknown }> => 'reason' in one && !one.aside,
  );
  if (failed) return { summary: evaluatedLine(failed), failed: true, needsTree: failed.noTree === true };
  return { summary: 'The patch changes no file that the memory core is made of.', failed: true, needsTree: false };
}
