import type { Comparison, MachineReview, PatchReview, Review, SeriesReview } from '../model.ts';
import { agrees } from './agrees.ts';
import { countingsOf, isCounted, notCounted } from './countings.ts';
import { findClaims } from './find-claims.ts';
import { type MachineFacts, machineFactsOf, misfits } from './machine-facts.ts';
import type { CheckedClaim, Claim, ClaimOnMachine } from './model.ts';

/** Figures of a patch, or of a series from its first patch to its last, on one machine. */
interface Figures {
  readonly facts: MachineFacts;
  readonly comparison: Comparison;
  readonly engine: 'model' | 'source';
}

/** The claims of the messages of a text against the figures of its review; by index of the message. */
export function checkClaims(text: string, review: Review): readonly (readonly CheckedClaim[])[] {
  const facts = new Map<string, MachineFacts>();
  const figuresOf = (machines: readonly MachineReview[]): readonly Figures[] =>
    machines.flatMap(({ machine, comparison, engine }): Figures[] => {
      if (!comparison) return [];
      const known = facts.get(machine.id) ?? machineFactsOf(machine);
      facts.set(machine.id, known);
      return [{ facts: known, comparison, engine: engine ?? 'model' }];
    });
  const reviews = new Map(review.patches.map((one) => [one.index, one]));
  const series = seriesByMessage(review);
  return review.set.patches.map((patch, index) => {
    const { kind } = patch.message;
    if (kind !== 'patch' && kind !== 'cover') return [];
    const own = reviews.get(index);
    return findClaims(text, patch.message).map((claim) => {
      const ofSeries = kind === 'cover' || claim.ofSeries;
      const whole = ofSeries ? seriesFigures(series.get(index), reviews, figuresOf) : undefined;
      if (typeof whole === 'string') return unchecked(claim, whole);
      return checkClaim(claim, whole ?? figuresOf(own?.machines ?? []), whole ? '' : whyNoFigures(own));
    });
  });
}

/** Why a patch has no figures, as a sentence. */
function whyNoFigures(review: PatchReview | undefined): string {
  if (!review || review.kind === 'foreign') return 'The patch changes no file of QEMU that the model knows.';
  if (review.kind === 'topology') return 'The model cannot make After of a patch of boards and devices.';
  if (review.kind === 'other') return 'Nothing in the patch is recognised as a change of the memory map.';
  if (review.recognition.status !== 'recognised')
    return 'The model does not recognise the patch, so it has no figures.';
  return 'There is no machine to count on.';
}

/** The first series that a message is of, by its index. */
function seriesByMessage({ series }: Review): ReadonlyMap<number, SeriesReview> {
  const found = new Map<number, SeriesReview>();
  for (const one of series) {
    const { cover, patches } = one.series;
    for (const index of cover === undefined ? patches : [cover, ...patches]) {
      if (!found.has(index)) found.set(index, one);
    }
  }
  return found;
}

/** From Before of the first patch of a message's series to After of the last; or why there are no figures. */
function seriesFigures(
  own: SeriesReview | undefined,
  reviews: ReadonlyMap<number, PatchReview>,
  figuresOf: (machines: readonly MachineReview[]) => readonly Figures[],
): readonly Figures[] | string {
  if (!own || own.series.missing.length > 0)
    return 'This is a figure of the whole series, and not all of its patches are here.';
  const [only] = own.series.patches;
  const machines = own.whole?.machines ?? reviews.get(only ?? -1)?.machines ?? [];
  return machines.length > 0 ? figuresOf(machines) : own.whole?.note || 'The series has no figures.';
}

function checkClaim(claim: Claim, figures: readonly Figures[], why: string): CheckedClaim {
  const unknown = notCounted(claim.counted);
  if (!isCounted(claim.counted)) return unchecked(claim, `The model does not count ${unknown.join(' or ')}.`);
  if (figures.length === 0) return unchecked(claim, why || 'There is no machine to count on.');
  const { machine } = claim;
  if (!machine) return withoutMachine(claim, figures);
  const failing = figures.map(({ facts }) => ({ facts, why: misfits(machine, facts) }));
  const fitting = figures.filter((_, i) => failing[i]?.why.length === 0);
  if (fitting.length === 0) {
    const near = failing
      .toSorted((a, b) => a.why.length - b.why.length)
      .slice(0, 2)
      .map(({ facts, why: reasons }) => `${facts.label}: ${reasons.slice(0, 2).join(', ')}`);
    return unchecked(claim, `No machine here is what it names (${machine.words}). ${near.join('; ')}.`);
  }
  const looked = lookAt(claim, fitting);
  const agreeing = looked.filter((one) => one.agreesAs);
  if (agreeing.length === looked.length) return verdict(claim, 'agrees', looked);
  if (agreeing.length > 0) {
    const names = (list: readonly ClaimOnMachine[]) => list.map((one) => one.machine).join(', ');
    const others = looked.filter((one) => !one.agreesAs);
    return unchecked(
      claim,
      `Several machines here are what it names: it agrees on ${names(agreeing)}, not on ${names(others)}.`,
      looked,
    );
  }
  if (unknown.length === 0) return verdict(claim, 'disagrees', looked);
  return unchecked(claim, `It may be of ${unknown.join(' or ')}, which the model does not count.`, looked);
}

/** "No change" without a machine is said of all; a number without a machine may be of any. */
function withoutMachine(claim: Claim, figures: readonly Figures[]): CheckedClaim {
  const looked = lookAt(claim, figures);
  if (claim.statement.kind === 'same' && notCounted(claim.counted).length === 0) {
    const refuting = looked.filter((one) => !one.agreesAs);
    return refuting.length > 0 ? verdict(claim, 'disagrees', refuting) : verdict(claim, 'agrees', looked);
  }
  const would = looked.filter((one) => one.agreesAs).map((one) => one.machine);
  const reason =
    would.length > 0
      ? `It names no machine; on ${would.slice(0, 3).join(', ')} it would agree.`
      : 'It names no machine, and it agrees with none here.';
  return unchecked(claim, reason, looked);
}

const lookAt = (claim: Claim, figures: readonly Figures[]): readonly ClaimOnMachine[] =>
  figures.map(({ facts, comparison, engine }) => {
    const countings = countingsOf(claim.counted, comparison);
    const ofContent = claim.counted === 'flatViews' || claim.counted === 'flatRanges';
    const contentMoves = ofContent && comparison.views.some((view) => view.rangesChanged);
    // that all but the empty ones stay is no "no change"
    const meant = claim.statement.kind === 'same' ? countings.slice(0, 1) : countings;
    const agreesAs = meant.find((counting) => agrees(claim.statement, counting, contentMoves));
    return { machine: facts.label, engine, countings, ...(agreesAs && { agreesAs }) };
  });

const verdict = (claim: Claim, is: 'agrees' | 'disagrees', machines: readonly ClaimOnMachine[]): CheckedClaim => ({
  claim,
  verdict: is,
  reason: '',
  machines,
  notCounted: notCounted(claim.counted),
});

const MOST_CANDIDATES = 5;

const unchecked = (claim: Claim, reason: string, machines: readonly ClaimOnMachine[] = []): CheckedClaim => ({
  claim,
  verdict: 'unchecked',
  reason,
  machines: machines.toSorted((a, b) => Number(!a.agreesAs) - Number(!b.agreesAs)).slice(0, MOST_CANDIDATES),
  notCounted: notCounted(claim.counted),
});
