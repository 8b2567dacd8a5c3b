import type { PatchProblem, PatchSet } from '../../patch/model.ts';
import type { RuleCode } from '../../report/rules.ts';
import type { Review } from '../../review/model.ts';
import type { Problem } from '../model.ts';
import { isOfQemu } from './lenses.ts';

/** A problem of a patch: its code is one of the table of rules. */
export type CheckedProblem = Problem & Pick<PatchProblem, 'fix'> & { readonly code: RuleCode };

/** Whether an editor marks anything in it: `diff` is every project's language. */
export const isChecked = (set: PatchSet): boolean => set.kind === 'record' || isOfQemu(set);

/** Lines whose change the model does not know. */
export const unrecognised = (review: Review): readonly CheckedProblem[] =>
  review.patches.flatMap(({ patch, recognition }): CheckedProblem[] => {
    if (recognition.status !== 'not-recognised') return [];
    return recognition.unexplained.flatMap((place) => {
      const line = patch.files[place.file]?.hunks[place.hunk]?.lines[place.line];
      if (!line) return [];
      const message = 'The model does not know what this line changes in the making of views, so there are no figures.';
      return [{ range: line.range, severity: 'information', code: 'not-recognised', message }];
    });
  });
