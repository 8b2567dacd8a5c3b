import pico from 'picocolors';
import { claimMessage } from '../report/claims.ts';
import { excerptLines } from '../report/excerpts.ts';
import type { ReviewedFile } from '../report/json.ts';
import { besidesLine, subjectLens } from '../report/lens.ts';
import { hypothesis, isChanged, machineFacts } from '../report/machines.ts';
import { visible } from '../report/markdown.ts';
import { givenLines, isSeveral, seriesName, seriesParts, wholeLine } from '../report/series.ts';
import { append } from '../text/append.ts';
import type { MessageReview, PatchReview, SeriesReview } from '../workspace/workspace.ts';
import { evaluatedText } from './evaluated-text.ts';
import { machinesLines, machinesTable } from './machines-table.ts';

/** A file's review as text for people. */
export interface TextOptions {
  readonly colour: boolean;
  /** Without the figures of the model. */
  readonly sourceOnly: boolean;
}

/** Series with their patches in order, each series under a line of its own; then what is in none. */
export function reviewText(file: ReviewedFile, options: TextOptions): string[] {
  const { series, patches } = file.review;
  const byIndex = new Map(patches.map((patch) => [patch.index, patch]));
  const told = new Set<number>();
  const inSeries = series.flatMap((one, at): string[] => {
    const own = one.series.patches.flatMap((index) => byIndex.get(index) ?? []);
    for (const { index } of own) told.add(index);
    const texts = own.map((patch) => patchText(patch, file, options));
    const cover = coverText(one, file.messages, options.colour);
    return [...(isSeveral(one.series) ? [seriesText(one, at, file, options)] : []), ...cover, ...texts];
  });
  const others = patches.filter(({ index }) => !told.has(index)).map((patch) => patchText(patch, file, options));
  return [...inSeries, ...others];
}

/** What the cover letter says of the series. */
function coverText({ series }: SeriesReview, messages: MessageReview, colour: boolean): string[] {
  const lines = claimLines(series.cover, messages, pico.createColors(colour));
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function seriesText(
  { series, whole }: SeriesReview,
  at: number,
  { review: { set }, evaluated }: ReviewedFile,
  { colour, sourceOnly }: TextOptions,
): string {
  const c = pico.createColors(colour);
  const lines = [
    c.bold(visible(`Series ${seriesName(series)}: ${seriesParts(series)}`)),
    ...(whole && !sourceOnly ? [visible(`Whole series: ${wholeLine(whole)}`)] : []),
    ...givenLines(series, set.patches).map((line) => c.dim(visible(line))),
  ];
  const moved = sourceOnly ? [] : (whole?.machines.filter(isChanged) ?? []);
  if (moved.length > 0) lines.push('', machinesTable(moved, c));
  const source = evaluatedText(evaluated?.series.get(at), whole?.machines ?? [], c);
  if (source.length > 0) append(lines, ['', ...source]);
  return `${lines.join('\n')}\n`;
}

function patchText(patch: PatchReview, { messages, evaluated }: ReviewedFile, options: TextOptions): string {
  const c = pico.createColors(options.colour);
  const { message } = patch.patch;
  const number = message.total > 1 ? `[${message.number}/${message.total}] ` : '';
  const lines = [c.bold(visible(`${number}${message.subject || 'A patch without a subject'}`))];
  const by = [message.from, message.date].filter(Boolean).join(', ');
  if (by) lines.push(c.dim(visible(by)));
  lines.push('', unrecognisedLine(patch) ?? visible(patch.recognition.summary), '');
  if (patch.kind === 'core' && patch.recognition.status === 'recognised') {
    append(lines, evidence(patch, c.dim));
    lines.push('');
    if (!options.sourceOnly) lines.push(machinesText(patch, c));
  }
  append(lines, evaluatedText(evaluated?.patches.get(patch.index), patch.machines, c, patch));
  append(lines, claimLines(patch.index, messages, c));
  return lines.join('\n');
}

/** What is said of a patch of which the model has no figures; undefined where it has. */
function unrecognisedLine(patch: PatchReview): string | undefined {
  if (patch.kind === 'core')
    return patch.recognition.status === 'recognised' ? undefined : visible(patch.recognition.summary);
  return patch.kind === 'foreign' ? 'No file of QEMU that can affect the memory map.' : subjectLens(patch).title;
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
  const refused = machines.filter((m) => m.refused !== undefined);
  const lines: string[] = [];
  const besides = besidesLine(review);
  if (besides) lines.push(besides, '');
  append(lines, machinesLines(machines, c));
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
