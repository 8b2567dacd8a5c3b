import type { CoreVersion } from '../memory/behaviour.ts';
import type { Series } from '../patch/series-model.ts';
import type { TraitEvidence } from '../source/model.ts';
import type { MachineReview, PatchReview, SeriesReview, WholeReview } from './model.ts';

/**
 * A series over the reviews of its patches: the core that each patch finds is the one that those before it leave, which
 * joins its evidence in `found`; and what the series does as a whole.
 */
export function reviewSeries(
  series: Series,
  found: Map<number, PatchReview>,
  compare: (before: CoreVersion, after: CoreVersion) => MachineReview[],
): SeriesReview {
  const cores: (CoreVersion | undefined)[] = [];
  let left: { readonly core: CoreVersion; readonly by: PatchReview } | undefined;
  let broken = '';
  for (const index of series.patches) {
    cores.push(left?.core);
    const review = found.get(index);
    if (review?.kind !== 'core') continue;
    const { status, before, after } = review.recognition;
    if (status === 'not-recognised') left = undefined;
    if (!before || !after) continue;
    if (left) {
      const agrees = isSameCore(left.core, before);
      const evidence = [...review.recognition.evidence, coreEvidence(left.core, before, nameOf(left.by), agrees)];
      found.set(index, { ...review, recognition: { ...review.recognition, evidence } });
      if (!agrees) {
        broken ||= `${nameOf(left.by)} leaves the core ${left.core.name}, ${lowered(nameOf(review))} starts from ${before.name}: the model has no figures for the whole series.`;
      }
    }
    left = { core: after, by: review };
  }
  const reviews = series.patches.flatMap((index) => found.get(index) ?? []);
  return series.patches.length < 2
    ? { series, cores }
    : { series, cores, whole: wholeOf(series, reviews, broken, compare) };
}

function wholeOf(
  series: Series,
  reviews: readonly PatchReview[],
  broken: string,
  compare: (before: CoreVersion, after: CoreVersion) => MachineReview[],
): WholeReview {
  const none = (note: string): WholeReview => ({ note, machines: [] });
  const core = reviews.filter(({ kind }) => kind === 'core');
  if (core.length === 0) return none('No patch of the series changes the memory core.');
  const unknown = core.filter(({ recognition }) => recognition.status === 'not-recognised');
  const before = core.find(({ recognition }) => recognition.before)?.recognition.before;
  const after = core.findLast(({ recognition }) => recognition.after)?.recognition.after;
  const ends = core.filter(({ recognition }) => recognition.status !== 'nothing-recognised');
  const [open] = [ends[0], ends.at(-1)].filter((end) => end?.recognition.status === 'not-recognised');
  if (open) return none(`${nameOf(open)} is not recognised, so the model has no figures for the whole series.`);
  if (broken !== '') return none(broken);
  if (!before || !after) return none('No patch of the series changes the making of views in a known way.');
  const notes = [
    unknown.length > 0
      ? `${unknown.length === 1 ? 'A patch' : `${unknown.length} patches`} of the core between the first and the last recognised one ${unknown.length === 1 ? 'is' : 'are'} not recognised; these two are.`
      : '',
    series.missing.length > 0 ? 'Patches are missing; the figures are of those that are here.' : '',
    core.some(({ recognition }) => recognition.status === 'nothing-recognised')
      ? 'Patches of the core in which nothing is known to make views count as no change.'
      : '',
    reviews.some(({ kind, memoryApiCalls }) => kind === 'topology' || memoryApiCalls.length > 0)
      ? 'What patches do in boards and devices is not evaluated; the figures do not include it.'
      : '',
  ];
  return { note: notes.filter(Boolean).join(' '), before, after, machines: compare(before, after) };
}

/** Versions of one behaviour have many names. */
const isSameCore = (a: CoreVersion, b: CoreVersion): boolean =>
  JSON.stringify(a.behaviour) === JSON.stringify(b.behaviour);

const nameOf = ({ patch: { message } }: PatchReview): string =>
  message.total > 1 ? `Patch ${message.number}/${message.total}` : `The patch "${message.subject}"`;

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function coreEvidence(left: CoreVersion, own: CoreVersion, by: string, agrees: boolean): TraitEvidence {
  return {
    trait: agrees
      ? 'The core that the patch finds is the one that the series leaves'
      : 'The core that the patch finds is not the one that the series leaves',
    before: own.name,
    after: own.name,
    basis: 'series',
    how: agrees
      ? `${by} leaves the core ${left.name}, from which this patch starts.`
      : `${by} leaves the core ${left.name}; this patch starts from ${own.name}. A patch between them is missing, out of order, or changes the core in a way that is not recognised.`,
    lines: [],
  };
}
