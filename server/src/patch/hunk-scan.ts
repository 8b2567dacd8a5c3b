import type { HunkHeader } from './hunk-header.ts';
import type { Lines } from './lines.ts';
import type { HunkLineKind } from './model.ts';

/** What a hunk's reader must know of its surroundings. */
export interface HunkPlace {
  readonly lines: Lines;
  /** The line behind the last that may belong to the hunk. */
  readonly to: number;
}

/** How far Git reads a hunk. */
export interface HunkScan {
  /** The line behind the last that Git takes. Where it refuses the hunk, the line that it names. */
  readonly next: number;
  readonly added: number;
  readonly deleted: number;
  readonly refused: boolean;
}

/** Shorter lines that begin with a backslash are none of Git's markers, in whatever language (apply.c, parse_fragment). */
const SHORTEST_MARKER = 12;

/**
 * Reads the lines of a hunk as Git does (apply.c, parse_fragment): the counts of the header alone say where it ends. A
 * count that is passed stays open, so that Git reads on to a line that cannot be of a hunk, and names that.
 */
export function scanHunk({ lines, to }: HunkPlace, at: number, header: HunkHeader): HunkScan {
  const crlf = lines.endsInCrlf(at);
  let { oldLines: oldLeft, newLines: newLeft } = header;
  let added = 0;
  let deleted = 0;
  let next = at + 1;
  while (oldLeft !== 0 || newLeft !== 0) {
    const kind = lineKind(lines, next, to, crlf);
    if (kind === undefined) break;
    if (kind === 'context') {
      oldLeft--;
      newLeft--;
    } else if (kind === 'added') {
      newLeft--;
      added++;
    } else if (kind === 'removed') {
      oldLeft--;
      deleted++;
    }
    next++;
  }
  const refused = oldLeft !== 0 || newLeft !== 0 || added + deleted === 0;
  if (!refused && lineKind(lines, next, to, crlf) === 'no-newline') next++;
  // a line that the end of the text cuts is no line to Git
  return { next: refused ? Math.min(next, lines.ended) : next, added, deleted, refused };
}

/** What a line is by its first character; undefined for one that no hunk has. `crlf`: whether CR belongs to endings. */
export function lineKind(lines: Lines, at: number, to: number, crlf: boolean): HunkLineKind | undefined {
  if (at >= to) return undefined;
  switch (lines.text.charCodeAt(lines.start(at))) {
    case 32:
    case 10:
      return 'context';
    case 13:
      return crlf && lines.isBlank(at) ? 'context' : undefined;
    case 43:
      return 'added';
    case 45:
      return 'removed';
    case 92:
      return lines.startsWith(at, '\\ ') && lines.start(at + 1) - lines.start(at) >= SHORTEST_MARKER
        ? 'no-newline'
        : undefined;
    default:
      return undefined;
  }
}
