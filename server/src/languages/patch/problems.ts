import type { PatchSet } from '../../patch/model.ts';
import type { Review } from '../../review/model.ts';
import type { Problem } from '../model.ts';
import { touchesQemu } from './lenses.ts';

const MOST = 200;

/** What is wrong with a patch of QEMU's, and which of its lines the model does not know. */
export function patchProblems(set: PatchSet, review: Review | undefined): readonly Problem[] {
  if (set.kind !== 'record' && !set.patches.some(touchesQemu)) return [];
  const unknown = (review?.patches ?? []).flatMap(({ patch, recognition }): Problem[] => {
    if (recognition.status !== 'not-recognised') return [];
    return recognition.unexplained.flatMap((place) => {
      const line = patch.files[place.file]?.hunks[place.hunk]?.lines[place.line];
      if (!line) return [];
      const message = 'The model does not know what this line changes in the making of views, so there are no figures.';
      return [{ range: line.range, severity: 'information', code: 'not-recognised', message }];
    });
  });
  return [...set.problems, ...unknown].slice(0, MOST);
}
