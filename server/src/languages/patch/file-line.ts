import type { AppliedHunk } from '../../patch/apply.ts';
import { hunkPlaces, type LinePlaces } from '../../patch/hunk-places.ts';
import type { FilePatch, HunkLine, PatchSet } from '../../patch/model.ts';
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

/** Where a line of a hunk stands in the whole Before and After, given where the hunks of its file were applied. */
export function fileLines(file: FilePatch, applied: readonly AppliedHunk[], { hunk, line }: PatchLine): LinePlaces {
  const index = file.hunks[hunk]?.lines.indexOf(line) ?? -1;
  return hunkPlaces(file, applied)[hunk]?.[index] ?? { before: undefined, after: undefined };
}
