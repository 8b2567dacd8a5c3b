import { printRange } from '../machine/print/print-flatviews.ts';
import type { FlatView } from '../memory/flat-view.ts';
import { rangeDifferences } from '../review/compare.ts';
import type {
  MachineReview,
  PatchReview,
  Review,
  SeriesReview,
  ViewChange,
  ViewMatch,
  WholeReview,
} from '../review/model.ts';
import { grouped, humanSize } from '../text/hex.ts';
import { groupNames } from './address-spaces.ts';
import { arrow, FIGURES, figureText, viewsInWords } from './figures.ts';
import { machinesLine, subjectLens } from './lens.ts';
import { isChanged, machineFacts } from './machines.ts';
import { visible } from './markdown.ts';
import { givenLines, isSeveral, seriesName, seriesParts, wholeLine } from './series.ts';

/** Whose Before and After are compared: of a patch or of a whole series, by its place in `Review.series`. */
export type Compared = { readonly patch: number } | { readonly series: number };

/** A node of the view "Memory Review". `path` names it among its siblings; the same in every call. */
export interface TreeEntry {
  readonly path: readonly (string | number)[];
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon: string;
  readonly colour?: string;
  readonly children: 'none' | 'collapsed' | 'expanded';
  readonly contextValue?: string;
  readonly accessibilityLabel?: string;
  /** The machine that a click compares, and the place of the patch that it opens. */
  readonly compare?: Compared & { readonly machine: string };
  readonly offset?: number;
}

const CHANGES: readonly {
  readonly change: ViewChange;
  readonly label: string;
  readonly icon: string;
  readonly colour?: string;
}[] = [
  { change: 'changed', label: 'Changed', icon: 'diff-modified', colour: 'gitDecoration.modifiedResourceForeground' },
  { change: 'new', label: 'New', icon: 'diff-added', colour: 'gitDecoration.addedResourceForeground' },
  { change: 'gone', label: 'Gone', icon: 'diff-removed', colour: 'gitDecoration.deletedResourceForeground' },
  { change: 'unchanged', label: 'Unchanged', icon: 'circle-outline' },
];

const MOST = 200;

/**
 * The children of the node at `path`: series (or the patches of a lone patch's text) where it is empty, then patches,
 * machines, views by change, ranges. A patch's path begins with its index, that of a series with SERIES and its place.
 */
export function reviewTree(review: Review, path: readonly (string | number)[] = []): readonly TreeEntry[] {
  const [index, ...below] = path;
  if (index === undefined) return roots(review);
  if (index === SERIES) return seriesTree(review, below);
  const patch = review.patches.find((p) => p.index === index);
  if (!patch) return [];
  return below.length === 0
    ? machineEntries(patch)
    : resultTree([patch.index], patch.machines, below, { patch: patch.index });
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
function seriesTree(review: Review, [at, ...below]: readonly (string | number)[]): readonly TreeEntry[] {
  const one = review.series[Number(at)];
  if (!one) return [];
  const path = [SERIES, Number(at)];
  const { whole, series } = one;
  if (below.length > 0)
    return whole ? resultTree([...path, WHOLE], whole.machines, below.slice(1), { series: Number(at) }) : [];
  const byIndex = new Map(review.patches.map((patch) => [patch.index, patch]));
  const patches = series.patches.flatMap((index) => byIndex.get(index) ?? []).map(patchEntry);
  const first = whole?.before ? [wholeEntry([...path, WHOLE], whole)] : [];
  return listed(path, [...first, ...patches]);
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

/** Below what a patch or a series does on each machine: machines, views by change, ranges. */
function resultTree(
  base: readonly (string | number)[],
  machines: readonly MachineReview[],
  [machine, change, view]: readonly (string | number)[],
  compared: Compared,
): readonly TreeEntry[] {
  const unchanged = machines.filter((m) => m.comparison && !isChanged(m));
  if (machine === undefined) return resultEntries(base, machines, compared);
  if (machine === 'unchanged') return unchanged.map((m) => machineEntry(base, m, compared));
  const path = [...base, machine];
  const views = machines.find((m) => m.machine.id === machine)?.comparison?.views ?? [];
  if (change === undefined) return CHANGES.flatMap((group) => groupEntry(path, group, views));
  const matches = views.filter((v) => v.change === change);
  const group = [...path, change];
  if (view === undefined)
    return listed(
      group,
      matches.map((match, i) => viewEntry([...group, i], match)),
    );
  const match = matches[Number(view)];
  return match ? listed([...group, view], rangeEntries([...group, view], match)) : [];
}

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

function machineEntries(patch: PatchReview): readonly TreeEntry[] {
  const shown = resultEntries([patch.index], patch.machines, { patch: patch.index });
  if (shown.length > 0) return shown;
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

/** Machines that change, and one entry for all that do not. */
function resultEntries(
  base: readonly (string | number)[],
  machines: readonly MachineReview[],
  compared: Compared,
): TreeEntry[] {
  const unchanged = machines.filter((m) => m.comparison && !isChanged(m));
  const shown = machines.filter((m) => !unchanged.includes(m)).map((m) => machineEntry(base, m, compared));
  if (unchanged.length > 0) {
    shown.push({
      path: [...base, 'unchanged'],
      label: `${unchanged.length} ${unchanged.length === 1 ? 'machine' : 'machines'} unchanged`,
      icon: 'circle-outline',
      children: 'collapsed',
    });
  }
  return shown;
}

function machineEntry(
  base: readonly (string | number)[],
  { machine, comparison, refused }: MachineReview,
  compared: Compared,
): TreeEntry {
  const path = [...base, machine.id];
  const label = visible(machine.label);
  if (!comparison)
    return { path, label, description: refused ?? '', tooltip: refused ?? '', icon: 'warning', children: 'none' };
  const before = comparison.before.totals;
  const after = comparison.after.totals;
  const views = `FlatViews ${arrow(before.flatViews, after.flatViews)}`;
  const figures = FIGURES.map(({ key, label: name }) => {
    const [a, b] = [figureText(before, key), figureText(after, key)];
    return `${name}: ${a === b ? b : `${a} -> ${b}`}`;
  });
  return {
    path,
    label,
    description: views,
    tooltip: [`${label} (${machineFacts(machine)})`, viewsInWords(before, after), ...figures, 'engine: model'].join(
      '\n',
    ),
    icon: 'chip',
    children: 'collapsed',
    accessibilityLabel: `${label}, ${views.replace('->', 'to')}`,
    contextValue: 'machine',
    compare: { ...compared, machine: machine.id },
  };
}

function groupEntry(
  path: readonly (string | number)[],
  group: (typeof CHANGES)[number],
  views: readonly ViewMatch[],
): TreeEntry[] {
  const count = views.filter((view) => view.change === group.change).length;
  if (count === 0) return [];
  return [
    {
      path: [...path, group.change],
      label: group.label,
      description: `${grouped(count)} FlatView${count === 1 ? '' : 's'}`,
      icon: group.icon,
      ...(group.colour === undefined ? {} : { colour: group.colour }),
      children: 'collapsed',
    },
  ];
}

function viewEntry(path: readonly (string | number)[], match: ViewMatch): TreeEntry {
  const view = match.after ?? match.before;
  const spaces = view?.addressSpaces ?? [];
  const moved = [
    match.joined.length > 0 && match.before ? `+${grouped(match.joined.length)} address spaces` : '',
    match.left.length > 0 && match.after ? `-${grouped(match.left.length)} address spaces` : '',
  ].filter(Boolean);
  const shown = spaces.length === 0 ? 'used by no address space' : groupNames(spaces, 3);
  return {
    path,
    label: visible(view?.root?.name ?? 'empty view'),
    description: visible([...moved, shown].join(' · ')),
    tooltip: visible(`${figuresOf(match.before, match.after)}; address spaces: ${groupNames(spaces, 12) || 'none'}`),
    icon: view?.ranges.length === 0 ? 'circle-slash' : 'symbol-structure',
    children: (match.before?.ranges.length ?? 0) + (match.after?.ranges.length ?? 0) > 0 ? 'collapsed' : 'none',
    contextValue: 'view',
  };
}

function figuresOf(before: FlatView | undefined, after: FlatView | undefined): string {
  const view = after ?? before;
  if (!view) return '';
  const side = (of: (v: FlatView) => number, text: (n: number) => string = grouped): string =>
    before && after ? arrow(of(before), of(after), text) : text(of(view));
  return `${side((v) => v.ranges.length)} ranges, ${side((v) => v.dispatch.nodes.length)} nodes, ${side((v) => v.bytes, humanSize)}`;
}

const RANGE_ICONS = {
  same: { icon: 'dash' },
  removed: { icon: 'remove', colour: 'gitDecoration.deletedResourceForeground' },
  added: { icon: 'add', colour: 'gitDecoration.addedResourceForeground' },
} as const;

const rangeEntries = (path: readonly (string | number)[], match: ViewMatch): TreeEntry[] =>
  rangeDifferences(match.before, match.after).map(({ change, range }, i) => ({
    path: [...path, i],
    label: visible(range.region.name),
    description: printRange(range).trim().split(' (prio')[0] ?? '',
    tooltip: `${visible(printRange(range).trim())}\n${humanSize(range.size)}`,
    ...(match.before && match.after ? RANGE_ICONS[change] : RANGE_ICONS.same),
    children: 'none',
    contextValue: 'range',
  }));

function listed(path: readonly (string | number)[], entries: readonly TreeEntry[]): readonly TreeEntry[] {
  if (entries.length <= MOST) return entries;
  const more = entries.length - MOST;
  return [
    ...entries.slice(0, MOST),
    { path: [...path, 'more'], label: `${grouped(more)} more`, icon: 'ellipsis', children: 'none' },
  ];
}
