import type { Lines } from './lines.ts';

/**
 * Whether a line is one to cut along, as git mailinfo --scissors has it (is_scissors_line): dashes with ">8", "8<",
 * ">%" or "%<" among them, at least 8 characters wide, more than a third of its width perforated, less than half of
 * that blank.
 */
export function isScissors(line: string): boolean {
  if (line.length > 998 || !/>8|8<|>%|%</.test(line)) return false;
  let perforated = 0;
  let gaps = 0;
  let scissors = false;
  let inside = false;
  for (let i = 0; i < line.length; i++) {
    const c = line.charAt(i);
    const cut = ['>8', '8<', '>%', '%<'].some((mark) => line.startsWith(mark, i));
    if (' \t\r\n'.includes(c)) {
      if (inside) {
        perforated++;
        gaps++;
      }
      continue;
    }
    inside = c === '-' || cut;
    if (!inside) continue;
    perforated += cut ? 2 : 1;
    if (!cut) continue;
    scissors = true;
    i++;
  }
  const visible = line.trim().length;
  return scissors && visible >= 8 && visible < perforated * 3 && gaps * 2 < perforated;
}

/** The last scissors line of a message on the lines [from, to): what stands above it is dropped under --scissors. */
export function lastScissors(lines: Lines, from: number, to: number): number | undefined {
  for (let at = to - 1; at >= from; at--) if (isScissors(lines.at(at))) return at;
  return undefined;
}
