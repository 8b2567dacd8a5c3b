import { escapeMarkdown, table } from '../markdown.ts';
import type { SaidDifference } from './model.ts';

/** Two machines as Markdown: a heading, a list of findings, a table of the counts that changed. */
export const differenceMarkdown = (said: SaidDifference): string =>
  [
    `## ${escapeMarkdown(`${said.before} -> ${said.after}`)}`,
    escapeMarkdown(said.summary),
    ...said.notes.map(escapeMarkdown),
    ...bodyMarkdown(said),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');

/** The findings and the counts, a paragraph each. */
export function bodyMarkdown({ findings, counts }: SaidDifference): string[] {
  const lines = findings.flatMap(({ kind, title, where, details }) => [
    `- **${kind}** ${escapeMarkdown(title)}${where ? `; ${escapeMarkdown(where)}` : ''}`,
    ...details.map((detail) => `  - ${escapeMarkdown(detail)}`),
  ]);
  const rows = counts.map(({ label, values, change }) => [label, values, change].map(escapeMarkdown));
  return [
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...(rows.length > 0 ? [table(['count', 'before -> after', 'change'], rows)] : []),
  ];
}
