import { Lines } from '../lines.ts';
import type { Hunk, PatchProblem, PatchSet } from '../model.ts';
import { fixCounts } from './hunk-header-fix.ts';

/** What is wrong with a patch: what its reader said, with a fix where there is one, and what the checks find; in order. */
export function checkPatch(text: string, set: PatchSet): readonly PatchProblem[] {
  const lines = new Lines(text);
  const hunks = set.patches.flatMap((patch) => patch.files.flatMap((file) => file.hunks));
  return set.problems.map((problem) => {
    if (problem.code !== 'hunk-counts' && problem.code !== 'hunk-truncated') return problem;
    const hunk = hunkAt(hunks, problem.range.start);
    const fix = hunk && !hunk.whole ? fixCounts(lines.at(lines.lineOf(hunk.headerRange.start)), hunk) : undefined;
    return fix ? { ...problem, fix: { ...fix, sure: problem.code === 'hunk-counts' } } : problem;
  });
}

/** The last hunk that begins at or before an offset; hunks stand in the order of the text. */
function hunkAt(hunks: readonly Hunk[], offset: number): Hunk | undefined {
  let low = 0;
  let high = hunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hunks[middle]?.headerRange.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return hunks[low - 1];
}
