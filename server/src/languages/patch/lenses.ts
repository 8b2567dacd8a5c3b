import type { Patch, PatchSet } from '../../patch/model.ts';
import { evaluatedHunkLens, evaluatedSubjectLens } from '../../report/evaluated/lens.ts';
import { hunkLens, type LensText } from '../../report/lens.ts';
import type { EvaluatedReview } from '../../review/evaluated/model.ts';
import { isQemuPath } from '../../review/files.ts';
import type { PatchReview, Review } from '../../review/model.ts';
import { isCorePath } from '../../source/core-files.ts';
import { traitsOfHunk } from '../../source/traits.ts';
import type { LensPlace, PatchLensData } from '../model.ts';
import { excerptLenses } from './excerpt-lenses.ts';

/** A wrapped text has one lens, where the patch that it holds has its subject; none where that is another project's. */
export const wrappedLens = (set: PatchSet): readonly LensPlace[] =>
  set.decoded && isOfQemu(set) ? [{ range: set.decoded.lens, data: { kind: 'wrapped' } }] : [];

/** The lenses of a patch that reads as it stands. */
export const patchLenses = (text: string, set: PatchSet): readonly LensPlace[] => [
  ...replacedLens(text, set),
  ...lensPlaces(set),
  ...(isOfQemu(set) ? excerptLenses(text, set) : []),
];

/** Over a patch of which the editor replaced bytes: the file on disk may have more. */
const replacedLens = (text: string, set: PatchSet): readonly LensPlace[] => {
  const at = text.includes('\ufffd') && isOfQemu(set) ? set.patches[0]?.message.subjectRange : undefined;
  return at ? [{ range: at, data: { kind: 'wrapped' } }] : [];
};

/** Whether a patch of a text, or of what it wraps, touches QEMU. */
export const isOfQemu = (set: PatchSet): boolean => (set.decoded?.set ?? set).patches.some(touchesQemu);

/** Cheap: places only. A patch without a file of QEMU gets none. */
export function lensPlaces(set: PatchSet): readonly LensPlace[] {
  return set.patches.flatMap((patch, index): LensPlace[] => {
    if (!touchesQemu(patch)) return [];
    const hunks = patch.files.flatMap((file, f) =>
      isCorePath(file.newPath) || isCorePath(file.oldPath)
        ? file.hunks.map(
            (hunk, h): LensPlace => ({
              range: hunk.headerRange,
              data: { kind: 'hunk', patch: index, file: f, hunk: h },
            }),
          )
        : [],
    );
    const { subjectRange: range } = patch.message;
    const subject: LensPlace = { range, data: { kind: 'subject', patch: index } };
    return hunks.length === 0 ? [subject] : [subject, { range, data: { kind: 'evaluate', patch: index } }, ...hunks];
  });
}

export const touchesQemu = (patch: Patch): boolean =>
  patch.files.some((file) => isQemuPath(file.newPath) || isQemuPath(file.oldPath));

/** The words of a lens, or undefined where there is nothing to say after all. */
export function lensText(
  review: Review,
  evaluated: EvaluatedReview | undefined,
  data: Extract<PatchLensData, { kind: 'subject' | 'hunk' }>,
): LensText | undefined {
  const patch = review.patches.find(({ index }) => index === data.patch);
  if (!patch || patch.kind === 'foreign') return undefined;
  const source = evaluated?.patches.get(data.patch);
  return data.kind === 'subject'
    ? evaluatedSubjectLens(patch, source)
    : evaluatedHunkLens(hunkText(patch, data.file, data.hunk), patch, source, data);
}

function hunkText(review: PatchReview, file: number, hunk: number): LensText | undefined {
  const lines = review.patch.files[file]?.hunks[hunk]?.lines ?? [];
  const changes = lines.some((line) => line.kind === 'added' || line.kind === 'removed');
  const unexplained = review.recognition.unexplained.some((place) => place.file === file && place.hunk === hunk);
  return hunkLens(review, traitsOfHunk(review.recognition, file, hunk), changes, unexplained);
}
