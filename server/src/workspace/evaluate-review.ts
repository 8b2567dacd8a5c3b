import type { EvaluatedPatch, EvaluatedReview } from '../review/evaluated/model.ts';
import type { Review } from '../review/model.ts';
import type { EvaluateOptions } from './evaluations.ts';
import { weighSnapshot } from './machines.ts';

type Progress = NonNullable<EvaluateOptions['progress']>;

/** Evaluates patches that follow one another. */
type Evaluate = (own: readonly number[], progress: Progress) => Promise<EvaluatedPatch>;

/**
 * Every patch of a review that may change the core, one after the other, then each series with several such patches as
 * a whole. `keep` is given what is known whenever that is more.
 */
export async function evaluateReview(
  { patches, series }: Review,
  keep: (evaluated: EvaluatedReview) => void,
  evaluate: Evaluate,
): Promise<EvaluatedReview> {
  const found = { patches: new Map<number, EvaluatedPatch>(), series: new Map<number, EvaluatedPatch>() };
  const known = (complete: boolean): EvaluatedReview => ({
    patches: new Map(found.patches),
    series: new Map(found.series),
    complete,
  });
  const run = async (into: Map<number, EvaluatedPatch>, at: number, own: readonly number[]): Promise<void> => {
    const progress: Progress = (_, soFar) => {
      into.set(at, soFar);
      keep(known(false));
    };
    into.set(at, await evaluate(own, progress));
  };
  for (const { index, kind } of patches) if (kind !== 'foreign') await run(found.patches, index, [index]);
  for (const [at, { series: own }] of series.entries()) {
    if (own.patches.filter((index) => changesCore(found.patches.get(index))).length > 1)
      await run(found.series, at, own.patches);
  }
  keep(known(true));
  return known(true);
}

const changesCore = (evaluated: EvaluatedPatch | undefined): boolean =>
  evaluated !== undefined && !('reason' in evaluated && evaluated.aside);

export const joinedProgress =
  (first: Progress, second: Progress | undefined): Progress =>
  (progress, soFar) => {
    first(progress, soFar);
    second?.(progress, soFar);
  };

/** It keeps both Snapshots of every machine alive, and what was counted. */
export const weighEvaluated = ({ patches, series }: EvaluatedReview): number =>
  [...patches.values(), ...series.values()]
    .flatMap((one) => ('machines' in one ? one.machines : []))
    .reduce(
      (sum, { comparison }) =>
        sum + 50_000 + (comparison ? weighSnapshot(comparison.before) + weighSnapshot(comparison.after) : 0),
      10_000,
    );
