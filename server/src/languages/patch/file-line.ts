import type { AppliedHunk } from '../../patch/apply.ts';
import type { Hunk, HunkLine, PatchSet } from '../../patch/model.ts';
import { contains } from '../../text/range.ts';

/** A line of a hunk, by indexes. */
export interface PatchLine {
  readonly patch: number;
  readonly file: number;
  readonly hunk: number;
  readonly line: HunkLine;
}

/** The line of a hunk at an offset; undefined elsewhere. */
export function patchLineAt(set: PatchSet, offset: number): PatchLine | undefined {
  for (const [patch, { files }] of set.patches.entries()) {
    const file = files.findIndex(({ range }) => contains(range, offset));
    const hunk = files[file]?.hunks.findIndex(({ range }) => contains(range, offset)) ?? -1;
    const line = files[file]?.hunks[hunk]?.lines.find(({ range }) => contains(range, offset));
    if (line && line.kind !== 'no-newline') return { patch, file, hunk, line };
  }
  return undefined;
}

/**
 * The one-based lines at which a line of a hunk stands in the whole Before and After, given where the hunks of its file
 * were applied; undefined on the side that does not have it.
 */
export function fileLines(
  hunks: readonly Hunk[],
  applied: readonly AppliedHunk[],
  { hunk: at, line }: PatchLine,
): { before: number | undefined; after: number | undefined } {
  const hunk = hunks[at];
  const place = applied[at];
  if (!hunk || !place) return { before: undefined, after: undefined };
  const earlier = hunks.slice(0, at).reduce((sum, { oldLines, newLines }) => sum + newLines - oldLines, 0);
  const index = hunk.lines.indexOf(line);
  const behind = hunk.lines.slice(0, index);
  const others = [...(place.between ?? [])].reduce((sum, [before, more]) => (before <= index ? sum + more : sum), 0);
  const count = (kind: HunkLine['kind']): number =>
    others + behind.filter((other) => other.kind === kind || other.kind === 'context').length;
  return {
    before: line.kind === 'added' ? undefined : place.line - earlier + count('removed'),
    after: line.kind === 'removed' ? undefined : place.line + count('added'),
  };
}
