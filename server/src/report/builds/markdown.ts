import { append } from '../../text/append.ts';
import { bodyMarkdown } from '../difference/markdown.ts';
import { escapeMarkdown } from '../markdown.ts';
import { type BuildsReport, failsOnOneSide } from './model.ts';
import { sameChanges } from './shape.ts';
import { headline, remainder, sayBroken, sayFailed, summary, unstartable } from './text.ts';

/** Two builds as Markdown: a heading for each machine type that differs, or for all that differ in the same way. */
export function buildsMarkdown(report: BuildsReport): string {
  const parts = [`# ${escapeMarkdown(headline(report))}`, escapeMarkdown(summary(report))];
  const broken = report.failed.filter(failsOnOneSide);
  if (broken.length > 0) parts.push(broken.map((failed) => `- ${escapeMarkdown(sayBroken(failed))}`).join('\n'));
  for (const group of sameChanges(report.changed)) {
    const [first] = group;
    if (!first) continue;
    const names = group.map(({ machine }) => machine).join(', ');
    parts.push(`## ${escapeMarkdown(`${first.target} ${names}: ${first.said.summary}`)}`);
    append(parts, bodyMarkdown(first.said));
  }
  for (const { title, text } of remainder(report)) parts.push(`**${escapeMarkdown(title)}** ${escapeMarkdown(text)}`);
  for (const { title, types } of unstartable(report)) {
    const lines = types.map((failed) => `- ${escapeMarkdown(sayFailed(failed))}`);
    parts.push(`**${escapeMarkdown(title)}**`, lines.join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}
