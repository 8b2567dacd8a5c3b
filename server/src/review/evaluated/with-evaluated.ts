import type { MachineReview, Review } from '../model.ts';
import { type EvaluatedPatch, type EvaluatedReview, isEvaluated } from './model.ts';

/** A review with the figures of the source engine for all of which the model has none. */
export function withEvaluated(review: Review, evaluated: EvaluatedReview | undefined): Review {
  if (!evaluated) return review;
  return {
    ...review,
    patches: review.patches.map((patch) => {
      const machines = figures(patch.machines, evaluated.patches.get(patch.index));
      return machines ? { ...patch, machines } : patch;
    }),
    series: review.series.map((series, at) => {
      const machines = figures(series.whole?.machines ?? [], evaluated.series.get(at));
      return machines ? { ...series, whole: { note: '', machines } } : series;
    }),
  };
}

function figures(
  model: readonly MachineReview[],
  evaluated: EvaluatedPatch | undefined,
): readonly MachineReview[] | undefined {
  if (model.some(({ comparison }) => comparison) || !isEvaluated(evaluated)) return undefined;
  return evaluated.machines.some(({ comparison }) => comparison) ? evaluated.machines : undefined;
}
