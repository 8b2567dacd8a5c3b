import type { CoreVersion } from '../memory/behaviour.ts';
import type { FlatView, Totals } from '../memory/flat-view.ts';
import type { Comparison, ReviewMachine, ViewMatch } from '../review/model.ts';
import { grouped } from '../text/hex.ts';
import { pushTo } from '../text/multimap.ts';
import { groupNames } from './address-spaces.ts';
import { behaviourDifferences } from './behaviour.ts';
import { arrow, change, FIGURES, figureText, viewsInWords } from './figures.ts';
import { machineFacts } from './machines.ts';
import { visible } from './markdown.ts';

export const CORES_SCHEMA = 'qemu-memory-review/cores@1';

/** One machine under two cores. */
export interface CoresComparison {
  readonly machine: ReviewMachine;
  readonly before: CoreVersion;
  readonly after: CoreVersion;
  readonly comparison: Comparison;
}

const MOST_VIEWS = 12;

/** What the two cores do otherwise, what becomes of each figure, and which views change, as lines for a terminal. */
export function coresText({ machine, before, after, comparison }: CoresComparison): string {
  const differences = behaviourDifferences(before.behaviour, after.behaviour);
  const [a, b] = [comparison.before.totals, comparison.after.totals];
  return [
    `${visible(machine.label)} (${visible(machineFacts(machine))}): core ${before.name} -> ${after.name}`,
    '',
    ...differences.flatMap((it) => [
      `  ${it.trait}`,
      `    ${before.name}: ${it.before}`,
      `    ${after.name}: ${it.after}`,
    ]),
    ...(differences.length === 0 ? ['  These cores do the same.'] : []),
    '',
    ...FIGURES.map(({ key, label }) => `  ${label.padEnd(18)}${figureLine(a, b, key)}`),
    '',
    `FlatViews: ${viewsInWords(a, b)}.`,
    ...viewLines(comparison.views),
    '',
  ].join('\n');
}

function figureLine(before: Totals, after: Totals, key: keyof Totals): string {
  const [a, b] = [figureText(before, key), figureText(after, key)];
  return a === b ? a : `${a} -> ${b}  ${key === 'bytes' ? '' : change(before[key], after[key])}`.trimEnd();
}

/** Views that change in one way, a line for all of one root. */
function viewLines(views: readonly ViewMatch[]): string[] {
  const alike = new Map<string, ViewMatch[]>();
  for (const match of views) if (match.change !== 'unchanged') pushTo(alike, changeOf(match), match);
  const lines = [...alike].slice(0, MOST_VIEWS).map(([what, matches]) => {
    const users = matches.flatMap((match) => (match.after ?? match.before)?.addressSpaces ?? []);
    const count = matches.length > 1 ? ` x ${grouped(matches.length)}` : '';
    return `  ${what}${count}: ${visible(users.length > 0 ? groupNames(users, 3) : 'no address space')}`;
  });
  if (alike.size > MOST_VIEWS) lines.push(`  and ${grouped(alike.size - MOST_VIEWS)} more kinds`);
  return lines;
}

function changeOf({ change: kind, before, after, joined, left, rangesChanged }: ViewMatch): string {
  const root = (after ?? before)?.root?.name ?? 'empty view';
  const ranges = rangesChanged ? `, ranges ${arrow(rangesOf(before), rangesOf(after))}` : '';
  const more = before && joined.length > 0 ? `, +${grouped(joined.length)} address spaces` : '';
  const fewer = after && left.length > 0 ? `, -${grouped(left.length)} address spaces` : '';
  return `${kind.padEnd(8)} ${visible(root)}${ranges}${more}${fewer}`;
}

const rangesOf = (view: FlatView | undefined): number => view?.ranges.length ?? 0;

/** The same as a JSON value. */
export const coresJson = ({ machine, before, after, comparison }: CoresComparison) => ({
  schema: CORES_SCHEMA,
  machine: machine.label,
  release: machine.machine.release,
  accelerator: machine.machine.accelerator,
  engine: 'model',
  behaviour: behaviourDifferences(before.behaviour, after.behaviour),
  before: { core: before.name, ...comparison.before.totals },
  after: { core: after.name, ...comparison.after.totals },
  inWords: viewsInWords(comparison.before.totals, comparison.after.totals),
  views: comparison.views.map(({ change: kind, before: was, after: is, joined, left, rangesChanged }) => ({
    change: kind,
    root: (is ?? was)?.root?.name ?? null,
    joined: joined.map((space) => space.name),
    left: left.map((space) => space.name),
    rangesChanged,
  })),
});
