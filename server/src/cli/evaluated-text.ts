import type pico from 'picocolors';
import { agreementLines } from '../report/evaluated/agreement.ts';
import { hunkLines } from '../report/evaluated/hunks.ts';
import { sameStops } from '../report/evaluated/stops.ts';
import {
  hunkRunsLine,
  leakLine,
  misunderstoodLines,
  NOT_REACHED,
  NOT_RUN,
  notEvaluated,
  sayRun,
} from '../report/evaluated/words.ts';
import { machineFacts } from '../report/machines.ts';
import { visible } from '../report/markdown.ts';
import { append } from '../text/append.ts';
import type { EvaluatedPatch, EvaluatedRuns, MachineReview, PatchReview } from '../workspace/workspace.ts';
import { agreementsOf } from '../workspace/workspace.ts';
import { machinesLines } from './machines-table.ts';

type Colours = ReturnType<typeof pico.createColors>;

/** What the source engine found of a patch, or of a series as a whole; nothing where it was not asked. */
export function evaluatedText(
  evaluated: EvaluatedPatch | undefined,
  model: readonly MachineReview[],
  c: Colours,
  patch?: PatchReview,
): string[] {
  if (!evaluated) return [];
  if ('reason' in evaluated)
    return [evaluated.aside ? c.dim(`Nothing to evaluate. ${notEvaluated(evaluated)}`) : notEvaluated(evaluated), ''];
  const { machines } = evaluated;
  const lines = ['Evaluated from the source:', ...sayRun(evaluated).map((sentence) => c.dim(`  ${sentence}`)), ''];
  append(lines, machinesLines(machines, c));
  for (const { machine, refused } of machines) {
    if (refused !== undefined) lines.push(`${visible(machine.label)}: not evaluated. ${visible(refused)}`);
  }
  for (const { sentence, trace } of sameStops(machines)) {
    lines.push(c.red(sentence));
    append(
      lines,
      trace.map((frame) => `  ${frame}`),
    );
  }
  for (const line of misunderstoodLines(evaluated)) lines.push(c.red(line));
  const leak = leakLine(machines);
  if (leak) lines.push(c.red(`${leak}.`));
  if (patch && evaluated.files.length > 0) append(lines, ['', ...hunksText(evaluated, patch)]);
  append(lines, agreementLines(agreementsOf(model, evaluated)));
  const facts = machines.map((one) => `${visible(one.machine.label)}: ${machineFacts(one.machine)}`);
  lines.push(
    facts.length === 0 ? 'Evaluated on no machine: name one with -m.' : c.dim(`Engine: source. ${facts.join('; ')}.`),
    '',
  );
  return lines;
}

/** A line for each hunk that changes code, then how many do not. */
function hunksText(evaluated: EvaluatedRuns, { patch }: PatchReview): string[] {
  const hunks = hunkLines(evaluated, patch).map((hunk) => ({ hunk, ran: hunkRunsLine(evaluated, hunk) }));
  const quiet = hunks.filter(({ ran }) => ran === '').length;
  const lines = hunks.flatMap(({ hunk, ran }) => (ran === '' ? [] : [`  ${visible(hunk.place)}: ${ran}`]));
  if (hunks.some(({ ran }) => ran === NOT_REACHED)) lines.push(`  ${NOT_RUN}`);
  if (quiet > 0 && evaluated.machines.length > 0) lines.push(`  ${noCode(quiet, lines.length > 0)}`);
  return lines;
}

const noCode = (count: number, more: boolean): string => {
  const hunks = count === 1 ? 'hunk changes' : 'hunks change';
  return `${count} ${more ? 'other ' : ''}${hunks} no code that runs: declarations, comments, macros.`;
};
