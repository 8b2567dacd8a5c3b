import Table from 'cli-table3';
import pico from 'picocolors';
import type { Terminal } from '../host/types.ts';
import { claimMessage } from '../report/claims.ts';
import { excerptLines } from '../report/excerpts.ts';
import { arrow, change, viewsInWords } from '../report/figures.ts';
import { type ReviewedFile, reviewJson } from '../report/json.ts';
import { besidesLine, subjectLens } from '../report/lens.ts';
import { hypothesis, isChanged, machineFacts } from '../report/machines.ts';
import { visible } from '../report/markdown.ts';
import { givenLines, isSeveral, seriesName, seriesParts, wholeLine } from '../report/series.ts';
import { append } from '../text/append.ts';
import { grouped, humanSize } from '../text/hex.ts';
import { LineIndex } from '../text/line-index.ts';
import type {
  MachineReview,
  MessageReview,
  PatchReview,
  PatchText,
  Review,
  SeriesReview,
  Workspace,
} from '../workspace/workspace.ts';
import { Failure } from './failure.ts';
import { readMachines, readPatchArgument } from './inputs.ts';

export interface ReviewOptions {
  readonly machine: readonly string[];
  readonly format: 'text' | 'json';
}

/** `review PATCH... [-m MACHINE]...` */
export async function review(
  workspace: Workspace,
  terminal: Terminal,
  paths: readonly string[],
  options: ReviewOptions,
): Promise<number> {
  const machines = await readMachines(workspace, terminal, options.machine);
  const files: ReviewedFile[] = [];
  for (const path of paths) {
    const patch = await readPatchArgument(workspace, terminal, path);
    tellProblems(terminal, path, patch, workspace.series(patch).problems);
    if (patch.set.patches.length === 0) {
      const [problem] = patch.original.set.problems;
      throw new Failure(
        `${path}:1: ${problem?.message ?? 'there is no patch in this file: no mail, no diff and no Patchwork record.'}`,
      );
    }
    const result = workspace.reviewText(patch.text, patch.set, machines);
    files.push({ file: path, review: result, messages: workspace.messages(patch.text, result) });
  }
  if (options.format === 'json') terminal.out(`${JSON.stringify(reviewJson(files), null, 2)}\n`);
  else terminal.out(files.flatMap((file) => fileText(file, terminal.colour)).join('\n'));
  // figures on no machine at all is bad input
  const all = files.flatMap(({ review }) => review.patches.flatMap((patch) => patch.machines));
  return all.length > 0 && all.every((result) => result.refused !== undefined) ? 2 : 0;
}

function tellProblems(
  terminal: Terminal,
  path: string,
  { original: { set, text } }: PatchText,
  more: PatchText['set']['problems'],
): void {
  const index = new LineIndex(text);
  for (const { severity, message, range } of [...set.problems, ...more].slice(0, 20)) {
    terminal.err(`${path}:${index.lineAt(range.start) + 1}: ${severity}: ${message}\n`);
  }
}

/** Series with their patches in order, each series under a line of its own; then what is in none. */
function fileText({ review, messages }: ReviewedFile, colour: boolean): string[] {
  const { set, series, patches } = review;
  const byIndex = new Map(patches.map((patch) => [patch.index, patch]));
  const told = new Set<number>();
  const inSeries = series.flatMap((one): string[] => {
    const own = one.series.patches.flatMap((index) => byIndex.get(index) ?? []);
    for (const { index } of own) told.add(index);
    const texts = own.map((patch) => patchText(patch, messages, colour));
    const cover = coverText(one, messages, colour);
    return [...(isSeveral(one.series) ? [seriesText(one, set, colour)] : []), ...cover, ...texts];
  });
  const others = patches.filter(({ index }) => !told.has(index)).map((patch) => patchText(patch, messages, colour));
  return [...inSeries, ...others];
}

/** What the cover letter says of the series. */
function coverText({ series }: SeriesReview, messages: MessageReview, colour: boolean): string[] {
  const lines = claimLines(series.cover, messages, pico.createColors(colour));
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function seriesText({ series, whole }: SeriesReview, set: Review['set'], colour: boolean): string {
  const c = pico.createColors(colour);
  const lines = [
    c.bold(visible(`Series ${seriesName(series)}: ${seriesParts(series)}`)),
    ...(whole ? [visible(`Whole series: ${wholeLine(whole)}`)] : []),
    ...givenLines(series, set.patches).map((line) => c.dim(visible(line))),
  ];
  const moved = whole?.machines.filter(isChanged) ?? [];
  if (moved.length > 0) lines.push('', table(moved, c));
  return `${lines.join('\n')}\n`;
}

function patchText(patch: PatchReview, messages: MessageReview, colour: boolean): string {
  const c = pico.createColors(colour);
  const { message } = patch.patch;
  const number = message.total > 1 ? `[${message.number}/${message.total}] ` : '';
  const lines = [c.bold(visible(`${number}${message.subject || 'A patch without a subject'}`))];
  const by = [message.from, message.date].filter(Boolean).join(', ');
  if (by) lines.push(c.dim(visible(by)));
  lines.push('');
  if (patch.kind !== 'core' || patch.recognition.status !== 'recognised') {
    lines.push(
      patch.kind === 'core'
        ? visible(patch.recognition.summary)
        : patch.kind === 'foreign'
          ? 'No file of QEMU that can affect the memory map.'
          : subjectLens(patch).title,
      '',
    );
    append(lines, claimLines(patch.index, messages, c));
    return lines.join('\n');
  }
  lines.push(visible(patch.recognition.summary), '');
  append(lines, evidence(patch, c.dim));
  lines.push('', machinesText(patch, c));
  append(lines, claimLines(patch.index, messages, c));
  return lines.join('\n');
}

const MARKS = { agrees: 'green', disagrees: 'red', unchecked: 'dim' } as const;

/** What the message claims, a line each. */
function claimLines(
  message: number | undefined,
  { claims, excerpts }: MessageReview,
  c: ReturnType<typeof pico.createColors>,
): string[] {
  const own = claims[message ?? -1] ?? [];
  const shown = excerpts[message ?? -1] ?? [];
  if (own.length + shown.length === 0) return [];
  return [
    'The message says:',
    ...own.map((checked) => `  ${c[MARKS[checked.verdict]](claimMessage(checked))}`),
    ...shown.flatMap((checked) => excerptLines(checked).map((line) => `  ${line}`)),
    '',
  ];
}

/** The traits that the patch changes, with the line that shows each. */
function evidence({ patch, recognition }: PatchReview, dim: (text: string) => string): string[] {
  return recognition.evidence
    .filter((trait) => trait.before !== trait.after || trait.basis === 'series')
    .flatMap(({ trait, before, after, lines, basis, how }) => {
      if (basis === 'series') return [`  ${how}`];
      const [place] = lines;
      const file = place && patch.files[place.file];
      const line = place && file?.hunks[place.hunk]?.lines[place.line];
      const at = line ? dim(`  (${file?.newPath}:${line.newLine ?? line.oldLine})`) : '';
      return [`  ${trait}${at}`, `    before: ${before}`, `    after:  ${after}`];
    });
}

function machinesText(review: PatchReview, c: ReturnType<typeof pico.createColors>): string {
  const { machines, recognition } = review;
  const changed = machines.filter(isChanged);
  const unchanged = machines.filter((m) => m.comparison && !isChanged(m));
  const refused = machines.filter((m) => m.refused !== undefined);
  const lines: string[] = [];
  const besides = besidesLine(review);
  if (besides) lines.push(besides, '');
  if (changed.length > 0) lines.push(table(changed, c), '');
  for (const { machine, comparison } of changed) {
    if (comparison)
      lines.push(`${visible(machine.label)}: ${viewsInWords(comparison.before.totals, comparison.after.totals)}.`);
  }
  if (unchanged.length > 0)
    lines.push(`Unchanged: ${unchanged.map(({ machine }) => visible(machine.label)).join(', ')}.`);
  for (const { machine, refused: why } of refused) lines.push(`${visible(machine.label)}: cannot be used. ${why}`);
  const note = hypothesis(review);
  if (note) lines.push(note);
  lines.push(
    c.dim(
      `Engine: model, core ${recognition.before?.name} -> ${recognition.after?.name}. ${machines.map((m) => `${visible(m.machine.label)}: ${machineFacts(m.machine)}`).join('; ')}.`,
    ),
    '',
  );
  return lines.join('\n');
}

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

function table(machines: readonly MachineReview[], c: ReturnType<typeof pico.createColors>): string {
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
