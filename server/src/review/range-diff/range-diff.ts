import type { Totals } from '../../memory/flat-view.ts';
import type { Patch } from '../../patch/model.ts';
import type { MachineReview, PatchReview, Review, SeriesReview } from '../model.ts';
import { pairHunks } from './hunks.ts';
import { compareMessages, messageLines } from './message.ts';
import type { FigurePair, FigureSides, PatchPair, PlacedPatch, RangeDiff } from './model.ts';
import { fileLine, pairPatches } from './pair.ts';

/** One version of a series, in its text. */
export interface SeriesVersion {
  readonly text: string;
  readonly review: Review;
  readonly series: SeriesReview;
}

/** How two versions of a series differ. Both are reviewed on the same machines. */
export function rangeDiff(old: SeriesVersion, now: SeriesVersion): RangeDiff {
  const [before, after] = [placedPatches(old), placedPatches(now)];
  const patchesOf = (placed: readonly PlacedPatch[]) => placed.map(({ review }) => review.patch);
  const partners = pairPatches(patchesOf(before), patchesOf(after));
  const pairs = inOrder(before, after, partners).map(([a, b]) => pairOf(a, b, old.text, now.text));
  const whole = figurePairs(old.series.whole?.machines ?? [], now.series.whole?.machines ?? []);
  return { old: old.series, now: now.series, pairs, whole };
}

function placedPatches({ review, series: { series } }: SeriesVersion): PlacedPatch[] {
  const byIndex = new Map(review.patches.map((patch) => [patch.index, patch]));
  return series.patches.flatMap((index, at) => {
    const patch = byIndex.get(index);
    return patch ? [{ number: at + 1, review: patch }] : [];
  });
}

type Pair = readonly [PlacedPatch | undefined, PlacedPatch | undefined];

/** The new patches in their order; an old one without a partner as soon as all before it have been. */
function inOrder(old: readonly PlacedPatch[], now: readonly PlacedPatch[], partners: readonly number[]): Pair[] {
  const partnerOf = new Map(partners.flatMap((j, i): [number, number][] => (j < 0 ? [] : [[j, i]])));
  const shown = new Set<number>();
  const pairs: Pair[] = [];
  let i = 0;
  const gone = (): void => {
    for (; i < old.length && (shown.has(i) || partners[i] === -1); i++)
      if (!shown.has(i)) pairs.push([old[i], undefined]);
  };
  gone();
  now.forEach((patch, j) => {
    const partner = partnerOf.get(j);
    pairs.push([partner === undefined ? undefined : old[partner], patch]);
    if (partner === undefined) return;
    shown.add(partner);
    gone();
  });
  return pairs;
}

function pairOf(
  old: PlacedPatch | undefined,
  now: PlacedPatch | undefined,
  oldText: string,
  nowText: string,
): PatchPair {
  const figures = figurePairs(old?.review.machines ?? [], now?.review.machines ?? []);
  if (!old || !now) return { change: old ? 'gone' : 'new', old, now, message: 'same', hunks: [], figures };
  const [a, b] = [old.review.patch, now.review.patch];
  const message = compareMessages(messageLines(oldText, a), messageLines(nowText, b));
  const hunks = pairHunks(a, b);
  const sameDiff = fileLines(a) === fileLines(b) && hunks.every((hunk) => hunk.change === 'same');
  const change = sameDiff && message === 'same' ? 'same' : 'changed';
  return { change, old, now, message, hunks, figures };
}

/** The files of a patch, and what becomes of each. */
const fileLines = ({ files }: Patch): string => files.map(fileLine).join('\n');

/** The machines that have figures under either version, in the order of the new one. */
function figurePairs(old: PatchReview['machines'], now: PatchReview['machines']): FigurePair[] {
  const sides = (machines: readonly MachineReview[]): Map<string, { label: string; sides: FigureSides }> =>
    new Map(
      machines.flatMap(({ machine, comparison }) =>
        comparison
          ? [
              [
                machine.id,
                { label: machine.label, sides: { before: comparison.before.totals, after: comparison.after.totals } },
              ],
            ]
          : [],
      ),
    );
  const [before, after] = [sides(old), sides(now)];
  return [...new Set([...after.keys(), ...before.keys()])].map((id) => {
    const [a, b] = [before.get(id), after.get(id)];
    const moved = !a || !b || !isSame(a.sides.before, b.sides.before) || !isSame(a.sides.after, b.sides.after);
    return { machine: b?.label ?? a?.label ?? '', old: a?.sides, now: b?.sides, moved };
  });
}

const isSame = (a: Totals, b: Totals): boolean => JSON.stringify(a) === JSON.stringify(b);
