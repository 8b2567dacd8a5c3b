import type { PatchProblem, PatchSet } from '../../patch/model.ts';
import type { RuleCode } from '../../report/rule-table.ts';
import { type EvaluatedReview, isEvaluated } from '../../review/evaluated/model.ts';
import type { Review } from '../../review/model.ts';
import type { HunkLinePlace } from '../../source/model.ts';
import { pushTo } from '../../text/multimap.ts';
import type { Problem } from '../model.ts';
import { isOfQemu } from './lenses.ts';

/** A problem of a patch: its code is one of the table of rules. */
export type CheckedProblem = Problem & Pick<PatchProblem, 'fix'> & { readonly code: RuleCode };

/** Whether an editor marks anything in it: `diff` is every project's language. */
export const isChecked = (set: PatchSet): boolean => set.kind === 'record' || isOfQemu(set);

/** Hunks with lines whose change the model does not know, each once; not of patches whose own code was evaluated. */
export const unrecognised = (review: Review, evaluated: EvaluatedReview | undefined): readonly CheckedProblem[] =>
  review.patches.flatMap(({ patch, index, recognition }): CheckedProblem[] => {
    if (recognition.status !== 'not-recognised' || isEvaluated(evaluated?.patches.get(index))) return [];
    const byHunk = new Map<string, HunkLinePlace[]>();
    for (const place of recognition.unexplained) pushTo(byHunk, `${place.file} ${place.hunk}`, place);
    return [...byHunk.values()].flatMap(([first, ...more]): CheckedProblem[] => {
      const line = first && patch.files[first.file]?.hunks[first.hunk]?.lines[first.line];
      if (!line) return [];
      const lines = more.length === 0 ? 'this line' : `this line and ${more.length} more of the hunk`;
      const change = more.length === 0 ? 'changes' : 'change';
      const message = `The model does not know what ${lines} ${change} in the making of views, so it has no figures.`;
      return [{ range: line.range, severity: 'information', code: 'not-recognised', message }];
    });
  });
