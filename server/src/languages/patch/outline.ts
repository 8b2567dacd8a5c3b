import type { FilePatch, Hunk, PatchSet } from '../../patch/model.ts';
import type { Fold, Outline } from '../model.ts';

/** patch -> file -> hunk. */
export const patchOutline = (set: PatchSet): readonly Outline[] =>
  set.patches.flatMap((patch) => {
    const files = patch.files.map(fileOutline);
    // a bare diff has no message of its own
    if (patch.message.subject === '') return files;
    const number = patch.message.total > 1 ? `${patch.message.number}/${patch.message.total}` : '';
    return [
      {
        name: patch.message.subject,
        detail: number,
        kind: 'patch' as const,
        range: patch.range,
        selection: patch.message.subjectRange,
        children: files,
      },
    ];
  });

function fileOutline(file: FilePatch): Outline {
  return {
    name: file.newPath || file.oldPath || '(no name)',
    detail: file.change === 'modified' ? `+${file.added} -${file.deleted}` : file.change,
    kind: 'file',
    range: file.range,
    selection: file.headerRange,
    children: file.hunks.map(hunkOutline),
  };
}

function hunkOutline(hunk: Hunk): Outline {
  const at = `@@ ${hunk.newStart}`;
  return {
    name: hunk.section.trim() || at,
    detail: at,
    kind: 'hunk',
    range: hunk.range,
    selection: hunk.headerRange,
    children: [],
  };
}

/** The message, each file and each hunk. */
export const patchFolds = (set: PatchSet): readonly Fold[] =>
  set.patches.flatMap((patch): Fold[] => [
    { range: patch.message.bodyRange, kind: 'comment' },
    ...patch.files.flatMap((file): Fold[] => [
      { range: file.range, kind: 'region' },
      ...file.hunks.map((hunk): Fold => ({ range: hunk.range, kind: 'region' })),
    ]),
  ]);
