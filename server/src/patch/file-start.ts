import type { Lines } from './lines.ts';

/** Which kind of file header begins at a line. */
export type FileStart = 'git' | 'combined' | 'traditional';

/** The lines that may follow `diff --git` (apply.c, parse_git_diff_header); `---` and `+++` come behind them. */
export const EXTENDED = [
  'old mode ',
  'new mode ',
  'deleted file mode ',
  'new file mode ',
  'copy from ',
  'copy to ',
  'rename from ',
  'rename to ',
  'rename old ',
  'rename new ',
  'similarity index ',
  'dissimilarity index ',
  'index ',
] as const;

/** All lines of a header that begins with `diff --git`. */
export const GIT_HEADER_LINES = ['--- ', '+++ ', ...EXTENDED] as const;

/** Tells whether a file's header begins at a line (apply.c, find_header). Looks at no more than three lines. */
export function fileStartAt(lines: Lines, at: number, to: number): FileStart | undefined {
  switch (lines.text.charCodeAt(lines.start(at))) {
    case 100:
      if (lines.startsWith(at, 'diff --git ')) return isGitHeader(lines, at, to) ? 'git' : undefined;
      return lines.startsWith(at, 'diff --cc ') || lines.startsWith(at, 'diff --combined ') ? 'combined' : undefined;
    case 45:
      return isMarkedPair(lines, at, to) && lines.startsWith(at + 2, '@@ -') && at + 2 < to ? 'traditional' : undefined;
    default:
      return undefined;
  }
}

function isGitHeader(lines: Lines, at: number, to: number): boolean {
  return at + 1 < Math.min(to, lines.ended) && GIT_HEADER_LINES.some((word) => lines.startsWith(at + 1, word));
}

/** Whether the lines `---` and `+++` stand here, the first with a name. */
export const isMarkedPair = (lines: Lines, at: number, to: number): boolean =>
  at + 1 < to &&
  lines.startsWith(at, '--- ') &&
  lines.feed(at) - lines.start(at) > 4 &&
  lines.startsWith(at + 1, '+++ ');

/** Whether a line begins something that cannot be inside a hunk: a file's header, or another hunk. */
export const interrupts = (lines: Lines, at: number, to: number): boolean =>
  ['@@ -', '@@@', 'diff -', 'Index: '].some((word) => lines.startsWith(at, word)) ||
  fileStartAt(lines, at, to) !== undefined;
