import { readHunkHeader } from './hunk-header.ts';
import type { Lines } from './lines.ts';
import { gitNames } from './path.ts';

/** Which kind of file header begins at a line. */
export type FileStart = 'git' | 'combined' | 'traditional' | 'binary';

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

/** Tells whether a file's header begins at a line (apply.c, find_header). Looks at no more than three lines. */
export function fileStartAt(lines: Lines, at: number, to: number): FileStart | undefined {
  switch (lines.text[lines.start(at)]) {
    case 'd':
      if (lines.startsWith(at, 'diff --git ')) return isGitHeader(lines, at, to) ? 'git' : undefined;
      return lines.startsWith(at, 'diff --cc ') || lines.startsWith(at, 'diff --combined ') ? 'combined' : undefined;
    case '-':
      return isTraditionalHeader(lines, at, to) ? 'traditional' : undefined;
    case 'B':
      return isBinaryLine(lines, at) ? 'binary' : undefined;
    default:
      return undefined;
  }
}

function isGitHeader(lines: Lines, at: number, to: number): boolean {
  if (gitNames(lines.at(at).slice('diff --git '.length))) return true;
  return at + 1 < to && (EXTENDED.some((word) => lines.startsWith(at + 1, word)) || lines.startsWith(at + 1, '--- '));
}

function isTraditionalHeader(lines: Lines, at: number, to: number): boolean {
  if (at + 2 >= to || !lines.startsWith(at, '--- ') || !lines.startsWith(at + 1, '+++ ')) return false;
  return lines.startsWith(at + 2, '@@ -') && readHunkHeader(lines.at(at + 2)) !== undefined;
}

/** "Binary files a/x and b/x differ", of Git and of diff. */
export function isBinaryLine(lines: Lines, at: number): boolean {
  return lines.startsWith(at, 'Binary files ') && lines.text.startsWith(' differ', lines.end(at) - ' differ'.length);
}

/** Whether a line begins something that cannot be inside a hunk: a file's header, or another hunk. */
export function interrupts(lines: Lines, at: number, to: number): boolean {
  return (
    ['@@ -', '@@@', 'diff -', 'Index: '].some((word) => lines.startsWith(at, word)) ||
    fileStartAt(lines, at, to) !== undefined
  );
}
