import type { MachineReview, PatchReview, ViewMatch } from '../review/model.ts';
import type { TraitEvidence } from '../source/model.ts';
import { grouped, humanSize } from '../text/hex.ts';
import { groupNames } from './address-spaces.ts';
import { arrow, viewsInWords } from './figures.ts';
import { hypothesis, isChanged, machineFacts } from './machines.ts';
import { code, escapeMarkdown, table } from './markdown.ts';

/** The result on every machine as a Markdown table, and what comes and goes on the one that changes most. */
export function machinesMarkdown(review: PatchReview): string {
  if (review.machines.every((m) => !m.comparison)) return '';
  const parts = [machinesTable(review.machines)];
  const { before, after } = review.recognition;
  if (before && after)
    parts.push(`*Engine: model, core ${escapeMarkdown(before.name)} -> ${escapeMarkdown(after.name)}.*`);
  const note = hypothesis(review);
  if (note) parts.push(escapeMarkdown(note));
  return parts.join('\n\n');
}

/** What one engine has of every machine: figures where they change, and what comes and goes on the worst. */
export function machinesTable(machines: readonly MachineReview[]): string {
  const compared = machines.filter((m) => m.comparison);
  const changed = compared.filter(isChanged);
  const unchanged = compared.length - changed.length;
  const rows = changed.slice(0, 8).map(machineRow);
  const parts: string[] = [];
  if (rows.length > 0)
    parts.push(table(['Machine', 'FlatViews', 'empty', 'ranges', 'sections', 'nodes', 'host memory'], rows));
  if (changed.length > 8) parts.push(`${changed.length - 8} more machines change.`);
  if (unchanged > 0) parts.push(`Unchanged on ${unchanged} ${unchanged === 1 ? 'machine' : 'machines'}.`);
  const [worst] = changed;
  if (worst) parts.push(movedMarkdown(worst));
  return parts.join('\n\n');
}

function machineRow({ machine, comparison }: MachineReview): string[] {
  if (!comparison) return [];
  const { before, after } = { before: comparison.before.totals, after: comparison.after.totals };
  const cell = (key: keyof typeof before) => arrow(before[key], after[key]);
  return [
    `${code(machine.label)} (${escapeMarkdown(machineFacts(machine))})`,
    `**${cell('flatViews')}**`,
    cell('emptyFlatViews'),
    cell('flatRanges'),
    cell('dispatchSections'),
    cell('dispatchNodes'),
    arrow(before.bytes, after.bytes, humanSize),
  ];
}

/** Which views go and come on one machine, and whose they are. */
function movedMarkdown({ machine, comparison }: MachineReview): string {
  if (!comparison) return '';
  const lines = [`On ${code(machine.label)}: ${viewsInWords(comparison.before.totals, comparison.after.totals)}.`];
  const of = (change: ViewMatch['change']) => comparison.views.filter((view) => view.change === change);
  const say = (label: string, views: readonly ViewMatch[], side: 'before' | 'after') => {
    if (views.length === 0) return;
    const spaces = views.flatMap((view) => view[side]?.addressSpaces ?? []);
    const empty = views.filter((view) => view[side]?.ranges.length === 0).length;
    lines.push(
      `- ${label} ${grouped(views.length)}${empty > 0 ? ` (${grouped(empty)} empty)` : ''}: address spaces ${code(groupNames(spaces))}`,
    );
  };
  say('gone', of('gone'), 'before');
  say('new', of('new'), 'after');
  say('changed', of('changed'), 'after');
  return lines.join('\n');
}

/** What one trait is, Before and After, and how that is known. */
export function traitMarkdown({ trait, before, after, how, basis }: TraitEvidence): string {
  const same = before === after;
  const values = same
    ? `- ${escapeMarkdown(after)}`
    : `- Before: ${escapeMarkdown(before)}\n- After: ${escapeMarkdown(after)}`;
  return `**${escapeMarkdown(trait)}**\n\n${values}\n\n*Evidence (${basis}): ${escapeMarkdown(how)}*`;
}
