import type { Totals } from '../memory/flat-view.ts';
import { grouped, humanSize } from '../text/hex.ts';

/** The counts of a Snapshot in the order in which they are shown; `key` is also their name in JSON. */
export const FIGURES: readonly { readonly key: keyof Totals; readonly label: string; readonly bytes?: true }[] = [
  { key: 'addressSpaces', label: 'address spaces' },
  { key: 'flatViews', label: 'FlatViews' },
  { key: 'emptyFlatViews', label: 'of them empty' },
  { key: 'flatRanges', label: 'ranges' },
  { key: 'dispatchSections', label: 'dispatch sections' },
  { key: 'dispatchNodes', label: 'dispatch nodes' },
  { key: 'dispatchNodesAllocated', label: 'nodes allocated' },
  { key: 'bytes', label: 'host memory', bytes: true },
];

export const figureText = (totals: Totals, key: keyof Totals): string =>
  key === 'bytes' ? humanSize(totals.bytes) : grouped(totals[key]);

/** "557 → 261", or "261" where nothing moves. */
export function arrow(before: number, after: number, text: (n: number) => string = grouped): string {
  return before === after ? text(after) : `${text(before)} -> ${text(after)}`;
}

/** "FlatViews 557 -> 261"; where their number stays, with the first figure that does not: "FlatViews 39, ranges 164 -> 335". */
export function movedText(before: Totals, after: Totals): string {
  const views = `FlatViews ${arrow(before.flatViews, after.flatViews)}`;
  if (before.flatViews !== after.flatViews) return views;
  const moved = FIGURES.find(({ key }) => before[key] !== after[key]);
  if (!moved) return views;
  return `${views}, ${moved.label} ${arrow(before[moved.key], after[moved.key], moved.bytes ? humanSize : grouped)}`;
}

/** "-296 (-53 %)" */
export function change(before: number, after: number): string {
  if (before === after) return '=';
  const difference = after - before;
  const sign = difference > 0 ? '+' : '-';
  const percent = before === 0 ? '' : ` (${sign}${Math.round((Math.abs(difference) / before) * 100)} %)`;
  return `${sign}${grouped(Math.abs(difference))}${percent}`;
}

/** "557 -> 260 with ranges, and one shared empty view": so that a message that counts either way is understood. */
export function viewsInWords(before: Totals, after: Totals): string {
  const full = (t: Totals) => grouped(t.flatViews - t.emptyFlatViews);
  if (before.emptyFlatViews > 1 && after.emptyFlatViews === 1) {
    return `${grouped(before.flatViews)} -> ${full(after)} with ranges, and one shared empty view`;
  }
  if (before.emptyFlatViews === 1 && after.emptyFlatViews > 1) {
    return `${full(before)} with ranges and one shared empty view -> ${grouped(after.flatViews)}, ${grouped(after.emptyFlatViews)} of them empty`;
  }
  const views = arrow(before.flatViews, after.flatViews);
  return `${views}, ${arrow(before.emptyFlatViews, after.emptyFlatViews)} of them empty`;
}
