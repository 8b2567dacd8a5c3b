import type { AppliedHunk } from './apply.ts';
import type { FilePatch } from './model.ts';

/** Where a line of a hunk stands in the whole file, one-based; undefined on a side that does not have it. */
export interface LinePlaces {
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** The places of the lines of a file's hunks, by hunk and line, given where the hunks were applied. */
export function hunkPlaces(file: FilePatch, applied: readonly AppliedHunk[]): readonly (readonly LinePlaces[])[] {
  let moved = 0;
  return file.hunks.map((hunk, at) => {
    let after = applied[at]?.line ?? 0;
    let before = after - moved;
    moved += hunk.newLines - hunk.oldLines;
    return hunk.lines.map(({ kind }, index): LinePlaces => {
      const others = applied[at]?.between?.get(index) ?? 0;
      [before, after] = [before + others, after + others];
      if (kind === 'no-newline') return { before: undefined, after: undefined };
      return {
        before: kind === 'added' ? undefined : before++,
        after: kind === 'removed' ? undefined : after++,
      };
    });
  });
}
