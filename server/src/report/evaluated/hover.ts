import { agreements } from '../../review/evaluated/agreement.ts';
import type { LineRuns } from '../../review/evaluated/hunk-runs.ts';
import { type EvaluatedPatch, isEvaluated } from '../../review/evaluated/model.ts';
import type { ExpressionValues } from '../../review/evaluated/recorded.ts';
import type { PatchReview } from '../../review/model.ts';
import type { LineHits } from '../../source/evaluate/core/phases.ts';
import type { RecordedExpression } from '../../source/evaluate/core/values.ts';
import { grouped } from '../../text/hex.ts';
import { machinesTable } from '../hover.ts';
import { code, escapeMarkdown, table } from '../markdown.ts';
import { agreementLines } from './agreement.ts';
import { EVALUATED, NOT_RUN, notEvaluated, stopSentence } from './words.ts';

const MOST = 8;

/** A patch's figures from the source engine, as Markdown; '' where there are none. */
export function evaluatedMarkdown({ machines: model }: PatchReview, evaluated: EvaluatedPatch | undefined): string {
  if (!evaluated) return '';
  if (!isEvaluated(evaluated)) return evaluated.aside ? '' : escapeMarkdown(notEvaluated(evaluated));
  const stops = evaluated.machines.flatMap(({ machine, before, after }) =>
    (['before', 'after'] as const).flatMap((side) => {
      const stop = (side === 'before' ? before : after)?.stop;
      if (!stop) return [];
      return [
        `- ${code(machine.label)}: ${side === 'before' ? 'Before' : 'After'} stops: ${escapeMarkdown(stopSentence(stop))}`,
      ];
    }),
  );
  return [
    `**${EVALUATED.charAt(0).toUpperCase()}${EVALUATED.slice(1)}**`,
    machinesTable(evaluated.machines),
    stops.slice(0, MOST).join('\n'),
    ...agreementLines(agreements(model, evaluated)).map(escapeMarkdown),
    ...evaluated.how.map((sentence) => `*${escapeMarkdown(sentence)}*`),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** How often a line ran, by machine; '' where it has no code that was reached. */
export function lineRunsMarkdown(runs: readonly LineRuns[]): string {
  const reached = runs.filter(({ before, after }) => before || after);
  if (runs.length === 0) return '';
  if (reached.length === 0) return `*No code of this line was reached on any machine here (${EVALUATED}). ${NOT_RUN}*`;
  const rows = reached
    .slice(0, MOST)
    .map(({ machine, before, after }) => [code(machine.machine.label), hitsText(before), hitsText(after)]);
  const more = reached.length > MOST ? `\n\n${reached.length - MOST} more machines.` : '';
  return `${table([`Ran (${EVALUATED})`, 'Before', 'After'], rows)}${more}`;
}

/** What an expression was, Before and After: a row a value, the most frequent first. */
export function expressionMarkdown({ machine, text, phase, before, after }: ExpressionValues): string {
  const count = (side: RecordedExpression | undefined, value: string): string => {
    const found = side?.values.find((one) => one.text === value);
    return side ? grouped(found?.count ?? 0) : '-';
  };
  const seen = [...new Set([...(after?.values ?? []), ...(before?.values ?? [])].map((value) => value.text))];
  const rows = seen.slice(0, MOST_VALUES).map((value) => [code(value), count(before, value), count(after, value)]);
  const others = (side: RecordedExpression | undefined): string => {
    const shown = new Set(seen.slice(0, MOST_VALUES));
    const hidden = side?.values.filter((value) => !shown.has(value.text)) ?? [];
    return side ? grouped(hidden.reduce((sum, value) => sum + value.count, side.others)) : '-';
  };
  if (seen.length > MOST_VALUES || (before?.others ?? 0) + (after?.others ?? 0) > 0)
    rows.push(['others', others(before), others(after)]);
  const when = phase === 'commit' ? 'in a commit' : 'while it is made';
  const head = `${code(text)} (${escapeMarkdown((after ?? before)?.type ?? '')}) on ${code(machine.machine.label)}, ${when}, ${EVALUATED}:`;
  return `${head}\n\n${table(['Value', 'Before', 'After'], rows)}`;
}

const MOST_VALUES = 10;

const hitsText = (hits: LineHits | undefined): string =>
  hits === undefined
    ? '-'
    : hits.commit > 0 || hits.making === 0
      ? `${grouped(hits.commit)} a commit`
      : `${grouped(hits.making)} while made`;
