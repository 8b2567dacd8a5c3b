import type { Lines } from '../lines.ts';
import type { FilePatch, Hunk, Patch, PatchSet } from '../model.ts';
import type { Problems } from '../problems.ts';

/** What a check is given: the text, what was read of it, and where its findings go. */
export interface Checked {
  readonly lines: Lines;
  readonly set: PatchSet;
  readonly hunks: readonly PlacedHunk[];
  readonly problems: Problems;
}

/** A hunk with what it is part of. */
export interface PlacedHunk {
  readonly hunk: Hunk;
  readonly file: FilePatch;
  readonly patch: Patch;
}

/** Every hunk of a text, in its order. */
export const placedHunks = (set: PatchSet): PlacedHunk[] =>
  set.patches.flatMap((patch) => patch.files.flatMap((file) => file.hunks.map((hunk) => ({ hunk, file, patch }))));

/** The last hunk that begins at or before an offset, or undefined. */
export function hunkBefore(hunks: readonly PlacedHunk[], offset: number): PlacedHunk | undefined {
  let low = 0;
  let high = hunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hunks[middle]?.hunk.headerRange.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return hunks[low - 1];
}

/** The hunk that holds an offset, its header included. */
export function hunkOf(hunks: readonly PlacedHunk[], offset: number): PlacedHunk | undefined {
  const found = hunkBefore(hunks, offset);
  return found && offset < found.hunk.range.end ? found : undefined;
}

/** The lines of a hunk behind its header: from `first` up to `end`. */
export const bodyOf = (
  lines: Lines,
  { headerRange, range }: Hunk,
): { readonly first: number; readonly end: number } => ({
  first: lines.lineOf(headerRange.start) + 1,
  end: lines.lineOf(range.end) + 1,
});

export const nameOf = ({ newPath, oldPath }: FilePatch): string => newPath || oldPath;

export const isC = (path: string): boolean => /\.(?:c|h|cc|cpp)(?:\.inc)?$/.test(path);

/** "1 line", "3 lines". */
export const counted = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
