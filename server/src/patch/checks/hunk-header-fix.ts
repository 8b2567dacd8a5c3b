import { readHunkHeader } from '../hunk-header.ts';
import type { Hunk, PatchFix } from '../model.ts';

/**
 * Rewrites the counts of a hunk's header from its lines; the start lines stay. `header` is the @@ line.
 * Undefined where the counts are right, or where nothing is left that they could count.
 */
export function fixCounts(header: string, hunk: Hunk): PatchFix | undefined {
  const read = readHunkHeader(header);
  if (!read) return undefined;
  const count = (kind: 'removed' | 'added') => hunk.lines.filter((line) => line.kind === kind).length;
  const context = hunk.lines.filter((line) => line.kind === 'context').length;
  const oldLines = context + count('removed');
  const newLines = context + count('added');
  const changes = oldLines !== hunk.oldLines || newLines !== hunk.newLines;
  if (!changes || oldLines + newLines === context * 2) return undefined;
  const side = (start: number, lines: number): string => (lines === 1 ? `${start}` : `${start},${lines}`);
  const text = `@@ -${side(hunk.oldStart, oldLines)} +${side(hunk.newStart, newLines)} @@`;
  const { start } = hunk.headerRange;
  const end = start + header.indexOf('@@', 2) + 2;
  return {
    title: `Rewrite the counts: ${text}`,
    sure: false,
    edits: [{ range: { start, end }, text }],
  };
}
