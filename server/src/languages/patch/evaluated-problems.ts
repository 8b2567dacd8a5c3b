import { hunkPlaces } from '../../patch/hunk-places.ts';
import type { Patch } from '../../patch/model.ts';
import { agreementLines } from '../../report/evaluated/agreement.ts';
import { leakLine, stopSentence } from '../../report/evaluated/words.ts';
import { agreements } from '../../review/evaluated/agreement.ts';
import { type EvaluatedReview, type EvaluatedRuns, isEvaluated } from '../../review/evaluated/model.ts';
import type { PatchReview, Review } from '../../review/model.ts';
import type { EvaluationStop } from '../../source/evaluate/core/stopped.ts';
import type { TextRange } from '../../text/range.ts';
import type { CheckedProblem } from './problems.ts';

/** Runs of the patched C that stopped, and machines on which the two engines differ. */
export const evaluatedProblems = (review: Review, evaluated: EvaluatedReview): readonly CheckedProblem[] =>
  review.patches.flatMap((patch) => {
    const runs = evaluated.patches.get(patch.index);
    return isEvaluated(runs) ? [...stops(patch, runs), ...leaks(patch, runs), ...differences(patch, runs)] : [];
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
      range: placeOf(patch, evaluated, stop),
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

/** The line of a hunk in which the innermost of the functions that were running stood; the subject where there is none. */
function placeOf(patch: Patch, { files }: EvaluatedRuns, { trace }: EvaluationStop): TextRange {
  for (const { place } of trace) {
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
