import { showControls } from '../text/escape.ts';

/** Text of a patch or a dump as plain text in Markdown: nothing in it can become a link, HTML, an image or a command. */
export const escapeMarkdown = (text: string): string =>
  visible(text)
    .replace(/[\\`*_{}[\]()#+\-.!|~^$@:]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');

/** Text as a code span, with a fence longer than any run of backticks in it. */
export function code(text: string): string {
  const plain = visible(text).replace(/\|/g, '¦');
  const longest = (plain.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') || plain.trim() === '' ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** Text on one line, with control and bidirectional characters made visible. */
export const visible = (text: string): string => showControls(text.replace(/[\r\n\t]+/g, ' '));

/** A table whose first column is words; the others are figures, or words too. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  others: 'left' | 'right' = 'right',
): string =>
  [head, head.map((_, i) => (i === 0 || others === 'left' ? ':--' : '--:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
