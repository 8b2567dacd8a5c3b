import { hunkPlaces } from '../../patch/hunk-places.ts';
import type { Patch } from '../../patch/model.ts';
import { agreementLines } from '../../report/evaluated/agreement.ts';
import { leakLine, MOST_MISUNDERSTOOD, stopSentence } from '../../report/evaluated/words.ts';
import { visible } from '../../report/markdown.ts';
import { agreements } from '../../review/evaluated/agreement.ts';
import { misunderstood } from '../../review/evaluated/misunderstood.ts';
import { type EvaluatedReview, type EvaluatedRuns, isEvaluated } from '../../review/evaluated/model.ts';
import type { PatchReview, Review } from '../../review/model.ts';
import type { EvaluationStop } from '../../source/evaluate/core/stopped.ts';
import type { Place } from '../../source/evaluate/preprocess/sources.ts';
import type { TextRange } from '../../text/range.ts';
import type { CheckedProblem } from './problems.ts';

/** Runs of the patched C that stopped, and machines on which the two engines differ. */
export const evaluatedProblems = (review: Review, evaluated: EvaluatedReview): readonly CheckedProblem[] =>
  review.patches.flatMap((patch) => {
    const runs = evaluated.patches.get(patch.index);
    if (!isEvaluated(runs)) return [];
    return [...stops(patch, runs), ...notUnderstood(patch, runs), ...leaks(patch, runs), ...differences(patch, runs)];
  });

/** A stop once for each place and message, with how many machines have it. */
function stops({ patch }: PatchReview, evaluated: EvaluatedRuns): CheckedProblem[] {
  const found = new Map<string, { readonly stop: EvaluationStop; readonly machines: string[]; before: boolean }>();
  for (const { machine, before, after } of evaluated.machines) {
    const stop = after?.stop;
    if (!stop) continue;
    const sentence = stopSentence(stop);
    const known = found.get(sentence) ?? { stop, machines: [], before: false };
    known.machines.push(machine.label);
    known.before ||= before?.stop !== undefined;
    found.set(sentence, known);
  }
  const total = evaluated.machines.length;
  return [...found].map(([sentence, { stop, machines, before }]) => {
    const on = machines.length === total ? 'on every machine' : `on ${machines.length} of ${total} machines`;
    const also = before ? ' It stops without the patch, too.' : '';
    return {
      range: rangeOf(
        patch,
        evaluated,
        stop.trace.map(({ place }) => place),
      ),
      severity: before ? ('warning' as const) : ('error' as const),
      code: 'run-stops' as const,
      message: `The patched C stops ${on}: ${sentence}.${also}`,
    };
  });
}

function leaks({ patch }: PatchReview, { machines }: EvaluatedRuns): CheckedProblem[] {
  const message = leakLine(machines);
  if (message === '') return [];
  return [{ range: patch.message.subjectRange, severity: 'error', code: 'run-leaks', message: `${message}.` }];
}

/** The first few; those behind mostly come of them. */
const notUnderstood = ({ patch }: PatchReview, evaluated: EvaluatedRuns): CheckedProblem[] =>
  misunderstood(evaluated)
    .slice(0, MOST_MISUNDERSTOOD)
    .map(({ place, message }) => ({
      range: rangeOf(patch, evaluated, [place]),
      severity: 'warning',
      code: 'c-not-understood',
      message: `The patched C is not understood at ${visible(`${place.path}:${place.line}: ${message}`)}.`,
    }));

/** The line of a hunk that the first of the places that is in one stands on; the subject where none is. */
function rangeOf(patch: Patch, { files }: EvaluatedRuns, wanted: readonly Place[]): TextRange {
  for (const place of wanted) {
    for (const { file: at, hunks } of files) {
      const file = patch.files[at];
      if (file?.newPath !== place.path) continue;
      const places = hunkPlaces(file, hunks);
      for (const [h, hunk] of file.hunks.entries()) {
        const line = hunk.lines.find((_, l) => places[h]?.[l]?.after === place.line);
        if (line) return line.range;
      }
    }
  }
  return patch.message.subjectRange;
}

function differences({ patch, machines }: PatchReview, evaluated: EvaluatedRuns): CheckedProblem[] {
  const found = agreements(machines, evaluated).filter((one) => one.differences.length > 0);
  if (found.length === 0) return [];
  const message = agreementLines(found).join('\n');
  return [{ range: patch.message.subjectRange, severity: 'warning', code: 'engines-differ', message }];
}
