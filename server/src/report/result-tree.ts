import { printRange } from '../machine/print/print-flatviews.ts';
import type { FlatView } from '../memory/flat-view.ts';
import { rangeDifferences } from '../review/compare.ts';
import type { MachineReview, ViewChange, ViewMatch } from '../review/model.ts';
import { grouped, humanSize } from '../text/hex.ts';
import { groupNames } from './address-spaces.ts';
import { arrow, FIGURES, figureText, movedText, viewsInWords } from './figures.ts';
import { isChanged, machineFacts } from './machines.ts';
import { visible } from './markdown.ts';
import { type Compared, listed, type TreeEntry } from './tree-entry.ts';

/** Whose result a part of the tree shows: where it stands, what a click compares, and the engine that made it. */
export interface ResultPlace {
  readonly path: readonly (string | number)[];
  readonly compared: Compared;
  readonly engine: 'model' | 'source';
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

/** Below what a patch or a series does on each machine: machines, views by change, ranges. */
export function resultTree(
  place: ResultPlace,
  machines: readonly MachineReview[],
  [machine, change, view]: readonly (string | number)[],
): readonly TreeEntry[] {
  const unchanged = machines.filter((m) => m.comparison && !isChanged(m));
  if (machine === undefined) return resultEntries(place, machines);
  if (machine === 'unchanged') return unchanged.map((m) => machineEntry(place, m));
  const path = [...place.path, machine];
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

/** Machines that change, and one entry for all that do not. */
export function resultEntries(place: ResultPlace, machines: readonly MachineReview[]): TreeEntry[] {
  const unchanged = machines.filter((m) => m.comparison && !isChanged(m));
  const shown = machines.filter((m) => !unchanged.includes(m)).map((m) => machineEntry(place, m));
  if (unchanged.length > 0) {
    shown.push({
      path: [...place.path, 'unchanged'],
      label: `${unchanged.length} ${unchanged.length === 1 ? 'machine' : 'machines'} unchanged`,
      icon: 'circle-outline',
      children: 'collapsed',
    });
  }
  return shown;
}

function machineEntry({ path: base, compared, engine }: ResultPlace, result: MachineReview): TreeEntry {
  const { machine, comparison, refused } = result;
  const path = [...base, machine.id];
  const label = visible(machine.label);
  if (!comparison)
    return { path, label, description: refused ?? '', tooltip: refused ?? '', icon: 'warning', children: 'none' };
  const before = comparison.before.totals;
  const after = comparison.after.totals;
  const views = movedText(before, after);
  const figures = FIGURES.map(({ key, label: name }) => {
    const [a, b] = [figureText(before, key), figureText(after, key)];
    return `${name}: ${a === b ? b : `${a} -> ${b}`}`;
  });
  return {
    path,
    label,
    description: views,
    tooltip: [`${label} (${machineFacts(machine)})`, viewsInWords(before, after), ...figures, `engine: ${engine}`].join(
      '\n',
    ),
    icon: 'chip',
    children: 'collapsed',
    accessibilityLabel: `${label}, ${views.replaceAll('->', 'to')}`,
    contextValue: 'machine',
    compare: { ...compared, machine: engine === 'source' ? sourceMachine(machine.id) : machine.id },
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

/** The id of a machine where the source engine's figures of it are meant: both engines may have some. */
export const sourceMachine = (id: string): string => `source:${id}`;
