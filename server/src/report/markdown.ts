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
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') || plain.trim() === '' ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** Control and bidirectional characters made visible; line ends and tabs become spaces. */
export const visible = (text: string): string =>
  text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (c) => `<U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`);

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, i) => (i === 0 ? ':--' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
