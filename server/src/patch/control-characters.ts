import type { Lines } from './lines.ts';
import type { Problems } from './problems.ts';

const isControl = (c: number): boolean => c < 32 && c !== 9;
const isBidi = (c: number): boolean => (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

/** Index of the first C0 control but tab, or bidirectional control (CVE-2021-42574); -1 where there is none. */
export function controlAt(text: string, from = 0, to = text.length): number {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (isControl(c) || isBidi(c)) return i;
  }
  return -1;
}

/** Warns of the first control character in a line; one problem a line. */
export function reportControls(lines: Lines, line: number, problems: Problems): void {
  const at = controlAt(lines.text, lines.start(line), lines.end(line));
  if (at < 0) return;
  const code = lines.text.charCodeAt(at);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const what = isBidi(code) ? 'a bidirectional control: the line may not read as it compiles' : 'a control character';
  const message = `This line holds ${name}, ${what}. Look at it with such characters made visible.`;
  problems.add('control-characters', 'warning', message, { start: at, end: at + 1 });
}
