import type { Patch } from './model.ts';

/**
 * The order in which commits were made, of patches that stand in the order of the text without numbers: git log prints
 * the newest first. What a file is after one commit is what it is before the next (the ids of the `index` line); where
 * no file tells, dates do; else the text's order counts.
 */
export function commitsInOrder(indices: readonly number[], patches: readonly Patch[]): number[] {
  const forth = votes(indices, patches);
  return forth < 0 ? [...indices].reverse() : [...indices];
}

/** Positive where the text stands oldest first, negative where newest first. */
function votes(indices: readonly number[], patches: readonly Patch[]): number {
  let blobs = 0;
  let dates = 0;
  let before: number | undefined;
  const last = new Map<string, { readonly old: string; readonly now: string }>();
  for (const index of indices) {
    const patch = patches[index];
    if (!patch) continue;
    for (const { oldPath, newPath, oldBlob, newBlob } of patch.files) {
      const path = newPath || oldPath;
      const above = last.get(path);
      if (above && oldBlob !== '') {
        if (isSame(above.now, oldBlob)) blobs++;
        if (isSame(above.old, newBlob)) blobs--;
      }
      last.set(path, { old: oldBlob, now: newBlob });
    }
    const time = Date.parse(patch.message.date) || undefined;
    if (time !== undefined && before !== undefined) dates += Math.sign(time - before);
    before = time ?? before;
  }
  return blobs || dates;
}

/** Abbreviated ids of one blob may have different lengths. */
const isSame = (a: string, b: string): boolean => a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));
