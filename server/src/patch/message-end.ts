import type { Lines } from './lines.ts';

/**
 * Whether a line ends the message of a mail (git mailinfo, patchbreak): the first line of a diff, or "---" alone.
 */
export function breaksMessage(lines: Lines, at: number): boolean {
  const { text } = lines;
  switch (text.charCodeAt(lines.start(at))) {
    case 100:
      return lines.startsWith(at, 'diff -');
    case 73:
      return lines.startsWith(at, 'Index: ');
    case 45:
      return isDivider(lines, at);
    default:
      return false;
  }
}

function isDivider(lines: Lines, at: number): boolean {
  if (!lines.startsWith(at, '---')) return false;
  const rest = lines.text.slice(lines.start(at) + 3, Math.min(lines.end(at), lines.start(at) + 998));
  return /^ \S/.test(rest) || /^[ \t]*$/.test(rest);
}

/** The line behind the message that begins at `from`: what breaks it, or the signature of a mail with no patch; at most `to`. */
export function messageEnd(lines: Lines, from: number, to: number, signature: boolean): number {
  let at = from;
  while (at < to && !breaksMessage(lines, at) && !(signature && isSignature(lines, at))) at++;
  return at;
}

/** "-- " alone (RFC 3676, 4.3). */
const isSignature = (lines: Lines, at: number): boolean =>
  lines.end(at) - lines.start(at) === 3 && lines.startsWith(at, '-- ');
