import type { FilePatch, Hunk, HunkLineKind } from './model.ts';

const KINDS: Readonly<Record<HunkLineKind, HunkLineKind>> = {
  context: 'context',
  added: 'removed',
  removed: 'added',
  'no-newline': 'no-newline',
};

/** The change of a file that undoes another, for `applyFile`; ranges stay those of the patch. */
export const reversed = (file: FilePatch): FilePatch => ({
  ...file,
  oldPath: file.newPath,
  newPath: file.oldPath,
  oldBlob: file.newBlob,
  newBlob: file.oldBlob,
  hunks: file.hunks.map(reversedHunk),
});

const reversedHunk = (hunk: Hunk): Hunk => ({
  ...hunk,
  oldStart: hunk.newStart,
  oldLines: hunk.newLines,
  newStart: hunk.oldStart,
  newLines: hunk.oldLines,
  lines: hunk.lines.map((line) => ({ ...line, kind: KINDS[line.kind] })),
});
