import { areAlike, type MachineDifference } from '../../review/machines/model.ts';
import { printsDisabled } from '../../review/machines/unprinted.ts';
import type { ReviewMachine } from '../../review/model.ts';
import { grouped } from '../../text/hex.ts';
import { change, FIGURES, figureText } from '../figures.ts';
import { machineFacts } from '../machines.ts';
import { visible } from '../markdown.ts';
import type { SaidCount, SaidDifference } from './model.ts';
import { sayFinding } from './words.ts';

/** A comparison in words; `before` and `after` name the machines. */
export function sayDifference(
  difference: MachineDifference,
  before: string,
  after: string,
  notes: readonly string[] = [],
): SaidDifference {
  const findings = difference.findings.map(sayFinding);
  const counts = changedCounts(difference);
  const alike = areAlike(difference);
  return {
    before: visible(before),
    after: visible(after),
    summary: summary(findings.length, alike),
    notes: notes.map(visible),
    findings,
    counts,
    alike,
  };
}

/** Two dumps that were compared, in words. */
export const sayDumps = (compared: {
  readonly before: ReviewMachine;
  readonly after: ReviewMachine;
  readonly difference: MachineDifference;
}): SaidDifference => {
  const { before, after, difference } = compared;
  return sayDifference(difference, inWords(before), inWords(after), notesOf(before, after));
};

/** Where a dump is cut, or prints less than the other. */
export function notesOf(...machines: readonly ReviewMachine[]): readonly string[] {
  const less = machines.filter(({ machine }) => !printsDisabled(machine.topology));
  const cut = machines.flatMap(({ label, machine }) => {
    const problem = machine.problems.find(({ code, severity }) => code === 'incomplete' && severity !== 'information');
    return problem ? [`${label} is not whole: ${problem.message}`] : [];
  });
  if (less.length === 0 || less.length === machines.length) return cut;
  const names = less.map(({ label }) => label).join(', ');
  return [...cut, `${names} prints no disabled regions (\`info mtree -D\` would): what is disabled is not compared.`];
}

const inWords = (machine: ReviewMachine): string => `${machine.label} (${machineFacts(machine)})`;

function summary(findings: number, alike: boolean): string {
  if (alike) return 'no difference';
  if (findings === 0) return 'every access meets the same; only counts differ';
  return `${grouped(findings)} difference${findings === 1 ? '' : 's'}`;
}

const changedCounts = ({ totals: { before, after } }: MachineDifference): SaidCount[] =>
  FIGURES.filter(({ key }) => before[key] !== after[key]).map(({ key, label, bytes }) => ({
    label,
    values: `${figureText(before, key)} -> ${figureText(after, key)}`,
    change: bytes ? '' : change(before[key], after[key]),
  }));
