import { isBinaryLine, isBinaryPatch } from './binary.ts';
import type { Lines } from './lines.ts';

/**
 * What a line outside hunks is, where it looks like a part of a patch that git apply passes over: a sentence. `behind`:
 * whether a file is before it; what diff -r says of folders is looked for only there.
 */
export function strayPart(lines: Lines, at: number, behind: boolean): string | undefined {
  switch (lines.text.charCodeAt(lines.start(at))) {
    case 42:
      if (!lines.startsWith(at, '***************')) return undefined;
      return lines.startsWith(at + 1, '*** ')
        ? 'This is a context diff (diff -c): git apply passes over it. Make a unified diff (diff -u).'
        : undefined;
    case 66:
    case 70:
      return isBinaryLine(lines, at)
        ? 'These files differ, but nothing says in what: git apply passes over them. Make the diff with git diff --binary.'
        : undefined;
    case 71:
      return isBinaryPatch(lines, at) ? 'This binary patch is of no file: no header stands before it.' : undefined;
    case 79:
      return behind && /^Only in [^:]+: ./.test(lines.at(at))
        ? 'This file is on one side only, and not in the diff: git apply passes over it. Make the diff with diff -N.'
        : undefined;
    case 83:
      return /^Submodule \S+ (?:[0-9a-f]{7,}\.{2,3}[0-9a-f]{7,}|contains )/.test(lines.at(at))
        ? 'This says in words how a submodule changes: git apply passes over it. Make the diff with --submodule=short.'
        : undefined;
    default:
      return undefined;
  }
}
