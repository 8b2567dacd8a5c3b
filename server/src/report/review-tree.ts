import { type EvaluatedReview, isEvaluated } from '../review/evaluated/model.ts';
import type { PatchReview, Review, SeriesReview, WholeReview } from '../review/model.ts';
import { type EvaluatedPlace, evaluatedEntry, evaluatedTree, SOURCE } from './evaluated/tree.ts';
import { machinesLine, subjectLens } from './lens.ts';
import { visible } from './markdown.ts';
import { resultEntries, resultTree } from './result-tree.ts';
import { givenLines, isSeveral, seriesName, seriesParts, wholeLine } from './series.ts';
import { listed, type TreeEntry } from './tree-entry.ts';

/**
 * The children of the node at `path`: series (or the patches of a lone patch's text) where it is empty, then patches,
 * machines, views by change, ranges. A patch's path begins with its index, that of a series with SERIES and its place.
 */
export function reviewTree(
  review: Review,
  path: readonly (string | number)[] = [],
  evaluated?: EvaluatedReview,
): readonly TreeEntry[] {
  const [index, ...below] = path;
  if (index === undefined) return roots(review);
  if (index === SERIES) return seriesTree(review, below, evaluated);
  const patch = review.patches.find((p) => p.index === index);
  if (!patch) return [];
  const compared = { patch: patch.index };
  const place: EvaluatedPlace = { path: [patch.index], compared, model: patch.machines, patch: patch.patch };
  const source = evaluated?.patches.get(patch.index);
  if (below[0] === SOURCE) return evaluatedTree(place, source, below.slice(1));
  if (below.length === 0) return [...machineEntries(patch, isEvaluated(source)), ...evaluatedEntry(place, source)];
  return resultTree({ path: [patch.index], compared, engine: 'model' }, patch.machines, below);
}

const SERIES = 'series';

function roots(review: Review): readonly TreeEntry[] {
  const byIndex = new Map(review.patches.map((patch) => [patch.index, patch]));
  const told = new Set<number>();
  const series = review.series.flatMap((one, at): TreeEntry[] => {
    if (!isSeveral(one.series)) return [];
    const own = one.series.patches.flatMap((index) => byIndex.get(index) ?? []);
    for (const { index } of own) told.add(index);
    return own.some(({ kind }) => kind !== 'foreign') ? [seriesEntry(one, at, review)] : [];
  });
  const others = review.patches.filter((p) => p.kind !== 'foreign' && !told.has(p.index));
  return listed([], [...series, ...others.map(patchEntry)]);
}

/** Below a series: what it does as a whole, then its patches in order. */
function seriesTree(
  review: Review,
  [at, ...below]: readonly (string | number)[],
  evaluated: EvaluatedReview | undefined,
): readonly TreeEntry[] {
  const one = review.series[Number(at)];
  if (!one) return [];
  const path = [SERIES, Number(at)];
  const { whole, series } = one;
  const compared = { series: Number(at) };
  const place: EvaluatedPlace = { path, compared, model: whole?.machines ?? [] };
  const source = evaluated?.series.get(Number(at));
  if (below[0] === SOURCE) return evaluatedTree(place, source, below.slice(1));
  if (below.length > 0)
    return whole
      ? resultTree({ path: [...path, WHOLE], compared, engine: 'model' }, whole.machines, below.slice(1))
      : [];
  const byIndex = new Map(review.patches.map((patch) => [patch.index, patch]));
  const patches = series.patches.flatMap((index) => byIndex.get(index) ?? []).map(patchEntry);
  const first = whole?.before ? [wholeEntry([...path, WHOLE], whole)] : [];
  return listed(path, [...first, ...evaluatedEntry(place, source), ...patches]);
}

const WHOLE = 'whole';

function seriesEntry({ series, whole }: SeriesReview, at: number, review: Review): TreeEntry {
  // versions of one series follow each other
  const newest = review.series[at + 1]?.series.lineage !== series.lineage;
  const several = !newest || review.series[at - 1]?.series.lineage === series.lineage;
  const head = review.set.patches[series.cover ?? series.patches[0] ?? -1];
  const given = givenLines(series, review.set.patches);
  return {
    path: [SERIES, at],
    label: visible(several || series.version > 1 ? seriesName(series) : series.title || 'Series'),
    description: visible(seriesParts(series)),
    tooltip: [seriesParts(series), whole ? wholeLine(whole) : '', ...given].filter(Boolean).map(visible).join('\n'),
    icon: 'versions',
    children: newest ? 'expanded' : 'collapsed',
    contextValue: several ? 'series.versions' : 'series',
    ...(head ? { offset: head.message.subjectRange.start } : {}),
  };
}

const wholeEntry = (path: readonly (string | number)[], whole: WholeReview): TreeEntry => ({
  path,
  label: 'Whole series',
  description: visible(machinesLine(whole.machines)),
  tooltip: visible(wholeLine(whole)),
  icon: 'layers',
  children: whole.machines.some(({ comparison }) => comparison) ? 'collapsed' : 'none',
});

function patchEntry(patch: PatchReview): TreeEntry {
  const { subject, subjectRange, number, total } = patch.patch.message;
  const label = subject || 'Patch';
  return {
    path: [patch.index],
    label: visible(total > 1 ? `${number}/${total} ${label}` : label),
    description: patch.kind === 'core' && patch.recognition.status === 'recognised' ? '' : subjectLens(patch).title,
    tooltip: visible(patch.recognition.summary),
    icon: 'git-pull-request',
    children: 'expanded',
    contextValue: 'patch',
    offset: subjectRange.start,
  };
}

function machineEntries(patch: PatchReview, isEvaluated: boolean): readonly TreeEntry[] {
  const place = { path: [patch.index], compared: { patch: patch.index }, engine: 'model' as const };
  const shown = resultEntries(place, patch.machines);
  if (shown.length > 0 || isEvaluated) return shown;
  return [
    {
      path: [patch.index, 'none'],
      label: subjectLens(patch).title,
      tooltip: visible(patch.recognition.summary),
      icon: 'info',
      children: 'none',
    },
  ];
}
