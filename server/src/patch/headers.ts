import { collapseBlanks } from '../text/blanks.ts';
import type { TextRange } from '../text/range.ts';
import { decodeWords } from './encoded-words.ts';
import type { Lines } from './lines.ts';

/** More of a field's value is not decoded, in UTF-16 units. */
const LONGEST_VALUE = 65536;

/** One header field of a mail. */
export interface Header {
  /** In lower case. */
  readonly name: string;
  /** The value in the text as it stands, folds included, without blanks around it. */
  readonly range: TextRange;
  /** Its lines, the second exclusive. */
  readonly first: number;
  readonly next: number;
}

/** "name:" at the start of a line (RFC 5322, 2.2), of any length (git mailinfo): its length with the colon, or 0. */
export function headerNameLength(line: string): number {
  return /^[!-9;-~]*:/.exec(line)?.[0].length ?? 0;
}

/**
 * Reads header fields from a line on; lines that begin "From " or ">From " stand between them, as in git mailinfo. `next` is
 * the first line that is none, mostly the empty one before the body.
 */
export function readHeaders(lines: Lines, at: number, to: number): { headers: Header[]; next: number } {
  const headers: Header[] = [];
  let next = at;
  while (next < to) {
    const line = lines.at(next);
    const length = headerNameLength(line);
    const mark = line.startsWith('From ') || line.startsWith('>From ');
    if (length === 0 && !mark) break;
    const first = next++;
    while (next < to && !lines.isBlank(next) && ' \t'.includes(lines.text.charAt(lines.start(next)))) next++;
    if (mark) continue;
    const from = lines.start(first) + length;
    const value = lines.text.slice(from, lines.end(next - 1));
    const start = from + value.length - value.trimStart().length;
    const range = { start, end: Math.max(start, from + value.trimEnd().length) };
    headers.push({ name: line.slice(0, length - 1).toLowerCase(), range, first, next });
  }
  return { headers, next };
}

/** The last field of that name (git mailinfo), unfolded and decoded; '' where there is none. */
export function headerValue(lines: Lines, headers: readonly Header[], name: string): string {
  const header = headers.findLast((candidate) => candidate.name === name);
  return header ? decodeWords(fieldText(lines, header)).text : '';
}

/** A field's value on one line, not decoded: a fold is one blank. */
export const fieldText = (lines: Lines, field: { readonly range: TextRange }): string =>
  collapseBlanks(rawValue(lines, field));

/** The values of the fields of a name, each on one line as git mailinfo makes it: blanks within stay. They are decoded. */
export function fullValues(lines: Lines, headers: readonly Header[], name: string, most: number): string[] {
  const fields = headers.filter((header) => header.name === name);
  return fields.map(({ range }) => {
    const value = lines.text.slice(range.start, Math.min(range.end, range.start + most)).split('\n');
    const line = value.map((part, i) => (i === 0 ? part : ` ${part.slice(1)}`).trimEnd()).join('');
    return decodeWords(line).text.split('\0', 1)[0] ?? '';
  });
}

/** A field's value as it stands, cut where no mailer would go. */
export const rawValue = (lines: Lines, { range }: { readonly range: TextRange }): string =>
  lines.text.slice(range.start, Math.min(range.end, range.start + LONGEST_VALUE));
