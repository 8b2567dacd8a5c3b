import { agreements } from '../../review/evaluated/agreement.ts';
import { type EvaluatedPatch, isEvaluated } from '../../review/evaluated/model.ts';
import type { PatchReview } from '../../review/model.ts';
import { type LensText, NO_KNOWN_EFFECT, subjectLens, UNKNOWN_EFFECT } from '../lens.ts';
import { agreementLabel } from './agreement.ts';
import { hunkLines } from './hunks.ts';
import { evaluatedLine, hunkRunsLine, notEvaluated } from './words.ts';

/** What stands at the subject of a patch that was evaluated, or may have been. */
export function evaluatedSubjectLens(review: PatchReview, evaluated: EvaluatedPatch | undefined): LensText {
  const model = subjectLens(review);
  if (!evaluated || ('aside' in evaluated && evaluated.aside)) return model;
  if (!isEvaluated(evaluated)) return { ...model, title: `${model.title} · ${notEvaluated(evaluated)}` };
  const agree = agreementLabel(agreements(review.machines, evaluated));
  const compared = evaluated.machines.some(({ comparison }) => comparison);
  return {
    title: [evaluatedLine(evaluated), agree].filter(Boolean).join(' · '),
    action: compared ? 'compare' : model.action,
  };
}

/** What stands at a hunk: what the model knows of it, and how often its lines ran. */
export function evaluatedHunkLens(
  model: LensText | undefined,
  { patch }: PatchReview,
  evaluated: EvaluatedPatch | undefined,
  { file, hunk }: { readonly file: number; readonly hunk: number },
): LensText | undefined {
  if (!isEvaluated(evaluated)) return model;
  const own = hunkLines(evaluated, patch).find((one) => one.file === file && one.hunk === hunk);
  const ran = own ? hunkRunsLine(evaluated, own) : '';
  const known = model && !QUIET.has(model.title) ? model.title : '';
  const title = [known, ran].filter(Boolean).join(' · ') || model?.title;
  return title ? { title, action: model?.action ?? 'none' } : undefined;
}

const QUIET: ReadonlySet<string> = new Set([NO_KNOWN_EFFECT, UNKNOWN_EFFECT]);
