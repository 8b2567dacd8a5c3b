import Table from 'cli-table3';
import type pico from 'picocolors';
import { arrow, change, viewsInWords } from '../report/figures.ts';
import { isChanged } from '../report/machines.ts';
import { visible } from '../report/markdown.ts';
import { grouped, humanSize } from '../text/hex.ts';
import type { MachineReview } from '../workspace/workspace.ts';

const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** What moves on machines, as a table and in words, and which of them do not change. */
export function machinesLines(machines: readonly MachineReview[], c: ReturnType<typeof pico.createColors>): string[] {
  const changed = machines.filter(isChanged);
  const unchanged = machines.filter((one) => one.comparison && !isChanged(one));
  const words = changed.flatMap(({ machine, comparison }) =>
    comparison
      ? [`${visible(machine.label)}: ${viewsInWords(comparison.before.totals, comparison.after.totals)}.`]
      : [],
  );
  return [
    ...(changed.length > 0 ? [machinesTable(changed, c), ''] : []),
    ...words,
    ...(unchanged.length > 0
      ? [`Unchanged: ${unchanged.map(({ machine }) => visible(machine.label)).join(', ')}.`]
      : []),
  ];
}

/** The figures of machines, Before and After. */
export function machinesTable(machines: readonly MachineReview[], c: ReturnType<typeof pico.createColors>): string {
  const rows = new Table({
    head: ['machine', 'address spaces', 'FlatViews', '', 'empty', 'ranges', 'sections', 'nodes', 'host memory'].map(
      (text) => c.dim(text),
    ),
    colAligns: ['left', 'right', 'right', 'left', 'right', 'right', 'right', 'right', 'right'],
    chars: NO_FRAME,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const { machine, comparison } of machines) {
    if (!comparison) continue;
    const [before, after] = [comparison.before.totals, comparison.after.totals];
    rows.push([
      visible(machine.label),
      arrow(before.addressSpaces, after.addressSpaces),
      c.bold(arrow(before.flatViews, after.flatViews)),
      change(before.flatViews, after.flatViews),
      arrow(before.emptyFlatViews, after.emptyFlatViews),
      arrow(before.flatRanges, after.flatRanges),
      arrow(before.dispatchSections, after.dispatchSections),
      arrow(before.dispatchNodes, after.dispatchNodes, grouped),
      arrow(before.bytes, after.bytes, humanSize),
    ]);
  }
  return rows.toString();
}
