import type pico from 'picocolors';
import { agreementLines } from '../report/evaluated/agreement.ts';
import { hunkLines } from '../report/evaluated/hunks.ts';
import { hunkRunsLine, notEvaluated, stopSentence, stopTrace } from '../report/evaluated/words.ts';
import { viewsInWords } from '../report/figures.ts';
import { isChanged, machineFacts } from '../report/machines.ts';
import { visible } from '../report/markdown.ts';
import { append } from '../text/append.ts';
import type { EvaluatedPatch, MachineReview, PatchReview } from '../workspace/workspace.ts';
import { agreementsOf } from '../workspace/workspace.ts';
import { machinesTable } from './machines-table.ts';

type Colours = ReturnType<typeof pico.createColors>;

/** What the source engine found of a patch, or of a series as a whole; nothing where there was nothing to evaluate. */
export function evaluatedText(
  evaluated: EvaluatedPatch | undefined,
  model: readonly MachineReview[],
  c: Colours,
  patch?: PatchReview,
): string[] {
  if (!evaluated) return [];
  if ('reason' in evaluated) return evaluated.aside ? [] : [notEvaluated(evaluated), ''];
  const { machines } = evaluated;
  const lines = ['Evaluated from the source:', ...evaluated.how.map((sentence) => c.dim(`  ${visible(sentence)}`)), ''];
  const changed = machines.filter(isChanged);
  const unchanged = machines.filter((one) => one.comparison && !isChanged(one));
  if (changed.length > 0) lines.push(machinesTable(changed, c), '');
  for (const { machine, comparison } of changed) {
    if (comparison)
      lines.push(`${visible(machine.label)}: ${viewsInWords(comparison.before.totals, comparison.after.totals)}.`);
  }
  if (unchanged.length > 0)
    lines.push(`Unchanged: ${unchanged.map(({ machine }) => visible(machine.label)).join(', ')}.`);
  for (const { machine, before, after, refused } of machines) {
    const name = visible(machine.label);
    if (refused !== undefined) lines.push(`${name}: not evaluated. ${visible(refused)}`);
    for (const [side, run] of [
      ['Before', before],
      ['After', after],
    ] as const) {
      if (!run?.stop) continue;
      lines.push(c.red(`${name}: ${side} stops: ${stopSentence(run.stop)}`));
      append(
        lines,
        stopTrace(run.stop).map((frame) => `  ${frame}`),
      );
    }
  }
  if (patch && evaluated.files.length > 0) {
    lines.push('');
    for (const { place, runs } of hunkLines(evaluated, patch.patch)) {
      lines.push(`  ${visible(place)}: ${hunkRunsLine(evaluated, runs)}`);
    }
  }
  append(lines, agreementLines(agreementsOf(model, evaluated)));
  lines.push(
    c.dim(
      `Engine: source. ${machines.map((one) => `${visible(one.machine.label)}: ${machineFacts(one.machine)}`).join('; ')}.`,
    ),
    '',
  );
  return lines;
}
