import { hunkPlaces } from '../../patch/hunk-places.ts';
import type { Hunk, Patch } from '../../patch/model.ts';
import { type HunkRuns, hunkRuns } from '../../review/evaluated/hunk-runs.ts';
import type { EvaluatedRuns } from '../../review/evaluated/model.ts';
import { changesCode, functionOfHunk } from '../hunk-function.ts';

/** A hunk of a file that the core is made of, and what its changed lines did. */
export interface EvaluatedHunk {
  /** Indexes into the patch's files and the hunks of the file. */
  readonly file: number;
  readonly hunk: number;
  /** "memory.c:316 flatview_unref" */
  readonly place: string;
  readonly header: Hunk;
  /** Whether it may change what runs, and not declarations, comments and macros alone. */
  readonly code: boolean;
  readonly runs: readonly HunkRuns[] | undefined;
}

/** In the order of the patch. */
export const hunkLines = (evaluated: EvaluatedRuns, { files }: Patch): readonly EvaluatedHunk[] =>
  evaluated.files.flatMap(({ file: at, hunks }) => {
    const file = files[at];
    if (!file) return [];
    const places = hunkPlaces(file, hunks);
    return file.hunks.map(
      (hunk, i): EvaluatedHunk => ({
        file: at,
        hunk: i,
        place: `${file.newPath || file.oldPath}:${hunk.newStart} ${functionOfHunk(hunk)}`.trim(),
        header: hunk,
        code: changesCode(hunk),
        runs: hunkRuns(evaluated, file, hunk.lines, places[i] ?? []),
      }),
    );
  });
