import type { TextRange } from '../../text/range.ts';

/** The lines of a stretch of text, each without its ending, which is LF or CRLF. */
export function linesOf(text: string, { start, end }: TextRange): TextRange[] {
  const lines: TextRange[] = [];
  for (let at = start; at < end; ) {
    const feed = text.indexOf('\n', at);
    const next = feed < 0 || feed >= end ? end : feed + 1;
    let stop = next;
    if (stop > at && text[stop - 1] === '\n') stop--;
    if (stop > at && text[stop - 1] === '\r') stop--;
    lines.push({ start: at, end: stop });
    at = next;
  }
  return lines;
}

/** From the first line that is not blank to the end of the last; undefined where all are. */
export function withoutBlankEnds(text: string, lines: readonly TextRange[]): TextRange | undefined {
  const filled = ({ start, end }: TextRange): boolean => text.slice(start, end).trim() !== '';
  const first = lines.find(filled);
  const last = lines.findLast(filled);
  return first && last && { start: first.start, end: last.end };
}
