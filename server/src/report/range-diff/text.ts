import { append } from '../../text/append.ts';
import { escapeMarkdown, visible } from '../markdown.ts';
import type { SaidRangeDiff } from './say.ts';

/** Two versions of a series as plain text, much as git range-diff prints them. */
export function rangeDiffText({ title, summary, pairs, whole }: SaidRangeDiff): string {
  const lines = [visible(title), visible(summary), ''];
  for (const pair of pairs) {
    lines.push(visible(pair.title));
    append(
      lines,
      pair.details.map((detail) => `    ${visible(detail)}`),
    );
    for (const hunk of pair.hunks) {
      lines.push(`    @@ ${visible(hunk.title)}`);
      append(
        lines,
        hunk.lines.map((line) => `    ${shown(line)}`),
      );
    }
  }
  if (whole.length > 0) lines.push('', 'Whole series:');
  append(
    lines,
    whole.map((line) => `    ${visible(line)}`),
  );
  return `${lines.join('\n')}\n`;
}

/** The same as Markdown. */
export function rangeDiffMarkdown({ title, summary, pairs, whole }: SaidRangeDiff): string {
  const parts = [`## ${escapeMarkdown(title)}`, escapeMarkdown(summary)];
  for (const pair of pairs) {
    parts.push(`### ${escapeMarkdown(pair.title)}`);
    if (pair.details.length > 0) parts.push(pair.details.map((detail) => `- ${escapeMarkdown(detail)}`).join('\n'));
    for (const hunk of pair.hunks) parts.push(escapeMarkdown(hunk.title), fenced(hunk.lines.map(shown)));
  }
  if (whole.length > 0) parts.push('### Whole series', whole.map((line) => `- ${escapeMarkdown(line)}`).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** A line of a diff with its tabs, and control characters made visible. */
const shown = (line: string): string => line.split('\t').map(visible).join('\t');

function fenced(lines: readonly string[]): string {
  const longest = lines.flatMap((line) => line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return [`${fence}diff`, ...lines, fence].join('\n');
}
