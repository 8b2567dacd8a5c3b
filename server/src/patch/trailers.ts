import type { Lines } from './lines.ts';
import type { Trailer } from './model.ts';

/** Longer lines are no trailers, in UTF-16 units. */
const LONGEST = 998;

/**
 * The trailers of the message on the lines [from, to), whose title is not among them, in order: those that
 * `git interpret-trailers --parse` finds in its last paragraph (trailer.c, find_trailer_block_start). `indent` stands
 * before each line (git log).
 */
export function readTrailers(lines: Lines, from: number, to: number, indent = ''): Trailer[] {
  const textAt = (at: number): string => {
    const text = lines.at(at);
    return text.length > LONGEST ? '' : text.startsWith(indent) ? text.slice(indent.length) : text;
  };
  let end = to;
  while (end > from && (isBlank(textAt(end - 1)) || textAt(end - 1).startsWith('#')) && !isLong(lines, end - 1)) end--;
  const start = blockStart(textAt, from, end);
  const found: { readonly name: string; readonly values: string[]; readonly start: number; end: number }[] = [];
  let open = false;
  for (let at = start; at < end; at++) {
    const line = textAt(at);
    if (line.startsWith('#')) continue;
    const last = found.at(-1);
    if (open && last && /^[ \t]/.test(line)) {
      last.values.push(line.trim());
      last.end = lines.end(at);
      continue;
    }
    const separator = separatorOf(line);
    open = separator >= 1 && !/^[ \t]/.test(line);
    if (!open) continue;
    const [name, value] = [line.slice(0, separator).trim(), line.slice(separator + 1).trim()];
    found.push({ name, values: [value], start: lines.end(at) - line.length, end: lines.end(at) });
  }
  return found.map(({ name, values, start: from, end: to }) => ({
    name,
    value: values.join(' ').trim(),
    range: { start: from, end: to },
  }));
}

const isLong = (lines: Lines, at: number): boolean => lines.end(at) - lines.start(at) > LONGEST;

const isBlank = (line: string): boolean => /^[ \t]*$/.test(line);

/** Lines that make a paragraph one of trailers where they are a quarter of it. */
const OF_GIT = ['Signed-off-by: ', '(cherry picked from commit '];

/** The first line of the last paragraph before `end` where that is one of trailers; `end` else. */
function blockStart(textAt: (at: number) => string, from: number, end: number): number {
  let trailers = 0;
  let others = 0;
  let continued = 0;
  let ofGit = false;
  let start = end;
  for (; start > from; start--) {
    const line = textAt(start - 1);
    if (isBlank(line)) break;
    if (line.startsWith('#')) {
      others += continued;
      continued = 0;
    } else if (OF_GIT.some((word) => line.startsWith(word))) {
      trailers++;
      ofGit = true;
      continued = 0;
    } else if (/^[ \t]/.test(line)) continued++;
    else if (separatorOf(line) >= 1) {
      trailers++;
      continued = 0;
    } else {
      others += 1 + continued;
      continued = 0;
    }
  }
  others += continued;
  return (ofGit && trailers * 3 >= others) || (trailers > 0 && others === 0) ? start : end;
}

/** Where the ":" behind a token stands: letters, digits and dashes, then blanks (trailer.c, find_separator); -1 for none. */
function separatorOf(line: string): number {
  const token = /^[A-Za-z0-9-]*[ \t]*/.exec(line)?.[0] ?? '';
  return line[token.length] === ':' ? token.length : -1;
}

const OF_SERIES =
  /^(based-on|supersedes|base-commit|prerequisite-patch-id|prerequisite-change-id|prerequisite-message-id|change-id):[ \t]*(\S.*)$/i;

/**
 * Lines that say what a patch stands on, wherever they stand on [from, to): those of `git format-patch --base`, of b4,
 * and QEMU's Based-on and Supersedes, which patchew reads.
 */
export function readSeriesLines(lines: Lines, from: number, to: number): Trailer[] {
  const found: Trailer[] = [];
  for (let at = from; at < to; at++) {
    if (!'bpcsBPCS'.includes(lines.text.charAt(lines.start(at))) || isLong(lines, at) || lines.isBlank(at)) continue;
    const match = OF_SERIES.exec(lines.at(at));
    if (match) found.push({ name: match[1] ?? '', value: (match[2] ?? '').trim(), range: lines.range(at) });
  }
  return found;
}
