/** Lines `old` to `oldEnd` of one text became `now` to `nowEnd` of another; ends are exclusive. */
export interface ChangedLines {
  readonly old: number;
  readonly oldEnd: number;
  readonly now: number;
  readonly nowEnd: number;
}

/**
 * The shortest script of lines that go and come (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986),
 * or undefined where more than `most` lines would.
 */
export function diffLines(old: readonly string[], now: readonly string[], most: number): ChangedLines[] | undefined {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  const shorter = Math.min(old.length, now.length) - head;
  while (tail < shorter && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const a = old.slice(head, old.length - tail);
  const b = now.slice(head, now.length - tail);
  const trace = search(a, b, most);
  if (!trace) return undefined;
  return joined(walkBack(trace, a, b)).map((change) => ({
    old: change.old + head,
    oldEnd: change.oldEnd + head,
    now: change.now + head,
    nowEnd: change.nowEnd + head,
  }));
}

/** For each count of edits, the furthest line of `a` on each diagonal, from -d to d in steps of one. */
function search(a: readonly string[], b: readonly string[], most: number): Int32Array[] | undefined {
  const trace: Int32Array[] = [];
  for (let d = 0; d <= Math.min(most, a.length + b.length); d++) {
    const before = trace[d - 1];
    const row = new Int32Array(2 * d + 1);
    for (let k = -d; k <= d; k += 2) {
      const down = before ? (furthest(before, d - 1, k + 1) ?? -1) : 0;
      const right = before ? (furthest(before, d - 1, k - 1) ?? -2) + 1 : 0;
      let x = Math.max(down, right);
      while (x < a.length && x - k < b.length && x - k >= 0 && a[x] === b[x - k]) x++;
      row[k + d] = x;
      if (x >= a.length && x - k >= b.length) return [...trace, row];
    }
    trace.push(row);
  }
  return undefined;
}

const furthest = (row: Int32Array, d: number, k: number): number | undefined =>
  Math.abs(k) > d ? undefined : row[k + d];

/** The edits on the way that `search` found, from the end: each a line of one side. */
function walkBack(trace: readonly Int32Array[], a: readonly string[], b: readonly string[]): ChangedLines[] {
  const edits: ChangedLines[] = [];
  let x = a.length;
  let k = a.length - b.length;
  for (let d = trace.length - 1; d > 0; d--) {
    const before = trace[d - 1];
    if (!before) break;
    const down = furthest(before, d - 1, k + 1) ?? -1;
    const right = (furthest(before, d - 1, k - 1) ?? -2) + 1;
    if (down >= right) {
      edits.push({ old: down, oldEnd: down, now: down - k - 1, nowEnd: down - k });
      x = down;
      k++;
    } else {
      edits.push({ old: right - 1, oldEnd: right, now: right - k, nowEnd: right - k });
      x = right - 1;
      k--;
    }
  }
  return x >= 0 ? edits.reverse() : [];
}

/** Edits that touch each other, as one. */
function joined(edits: readonly ChangedLines[]): ChangedLines[] {
  const all: ChangedLines[] = [];
  for (const edit of edits) {
    const last = all.at(-1);
    if (last && last.oldEnd === edit.old && last.nowEnd === edit.now) {
      all[all.length - 1] = { ...last, oldEnd: edit.oldEnd, nowEnd: edit.nowEnd };
    } else all.push(edit);
  }
  return all;
}

const CONTEXT = 3;

/** How many lines a unified diff of two texts has, hunk headers and three lines of context included. */
export function diffSize(changes: readonly ChangedLines[], oldLength: number): number {
  let size = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { old, oldEnd, now, nowEnd } of changes) {
    size += oldEnd - old + nowEnd - now;
    const between = old - end;
    if (between <= 2 * CONTEXT) size += between;
    else size += 1 + Math.min(CONTEXT, old) + (end < 0 ? 0 : CONTEXT);
    end = oldEnd;
  }
  return changes.length === 0 ? 0 : size + Math.min(CONTEXT, oldLength - end);
}
