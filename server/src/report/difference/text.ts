import { append } from '../../text/append.ts';
import type { SaidDifference, SaidFinding } from './model.ts';
import { wrap } from './wrap.ts';

/** How the lines of a terminal or a mail are laid out. */
export interface Layout {
  /** Longest line; none is broken where it is undefined. */
  readonly columns: number | undefined;
  /** How a kind is written, padded to its column: a terminal may colour it. */
  readonly kind: (padded: string, kind: SaidFinding['kind']) => string;
}

export const PLAIN: Layout = { columns: undefined, kind: (padded) => padded };
/** Plain text to paste into a reply: no tabs, no line over 72 columns. */
export const MAIL: Layout = { columns: 72, kind: (padded) => padded };

const KIND_WIDTH = 9;
const INDENT = ' '.repeat(2 + KIND_WIDTH);

/** Two machines: a headline, a line for each finding, and the counts that changed. */
export function differenceText(said: SaidDifference, layout: Layout = PLAIN): string {
  const head = `${said.before} -> ${said.after}: ${said.summary}`;
  const notes = said.notes.flatMap((note) => wrap(note, '', '  ', layout.columns));
  return [...wrap(head, '', '  ', layout.columns), ...notes, ...bodyLines(said, layout), ''].join('\n');
}

/** The findings and counts, each paragraph after a blank line. */
export function bodyLines({ findings, counts }: SaidDifference, layout: Layout): string[] {
  const lines: string[] = [];
  if (findings.length > 0) lines.push('');
  for (const said of findings) append(lines, findingLines(said, layout));
  if (counts.length > 0) lines.push('');
  for (const { label, values, change } of counts) lines.push(`  ${label.padEnd(18)} ${values}  ${change}`.trimEnd());
  return lines;
}

function findingLines({ kind, title, where, details }: SaidFinding, layout: Layout): string[] {
  const padded = kind.padEnd(KIND_WIDTH);
  const [first = '', ...rest] = wrap(`${title}${where ? `; ${where}` : ''}`, INDENT, `${INDENT}  `, layout.columns);
  return [
    `  ${layout.kind(padded, kind)}${first.slice(INDENT.length)}`,
    ...rest,
    ...details.flatMap((detail) => wrap(detail, `${INDENT}  `, `${INDENT}    `, layout.columns)),
  ];
}
