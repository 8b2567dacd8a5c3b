import type { Lines } from './lines.ts';
import type { Problems } from './problems.ts';

const isControl = (c: number): boolean => c < 32 && c !== 9;
const FIRST_BIDI = 0x202a;
const isBidi = (c: number): boolean => (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

/** Index of the first C0 control but tab, or bidirectional control (CVE-2021-42574); -1 where there is none. */
export function controlAt(text: string, from = 0, to = text.length): number {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (isControl(c) || isBidi(c)) return i;
  }
  return -1;
}

/**
 * Warns of the first control character in each of the lines `from` up to `to`. A CR that ends a line is none: it is of
 * the line ending, or content of a file whose lines end in CR LF.
 */
export function reportControls(lines: Lines, from: number, to: number, problems: Problems): void {
  const { text } = lines;
  const end = lines.start(to);
  for (let at = lines.start(from), line = from; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c >= 32 && c < FIRST_BIDI) continue;
    if (c === 10) line++;
    else if (isControl(c) || isBidi(c)) {
      if (c === 13 && at >= lines.end(line)) continue;
      reportControl(c, at, problems);
      at = lines.feed(line) - 1;
    }
  }
}

function reportControl(code: number, at: number, problems: Problems): void {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const what = isBidi(code) ? 'a bidirectional control: the line may not read as it compiles' : 'a control character';
  const message = `This line holds ${name}, ${what}. Look at it with such characters made visible.`;
  problems.add('control-characters', 'warning', message, { start: at, end: at + 1 });
}
