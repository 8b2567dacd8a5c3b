/**
 * For each row of a square matrix of costs its column, so that the sum is the least (the Hungarian algorithm with
 * potentials, one augmenting path a row: O(n^3)).
 */
export function assign(size: number, cost: (row: number, column: number) => number): number[] {
  const rows = new Float64Array(size + 1);
  const columns = new Float64Array(size + 1);
  // Column 0 stands for the row that looks for its place; rows and columns count from 1.
  const rowOf = new Int32Array(size + 1);
  const cameFrom = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row;
    let at = 0;
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(size + 1);
    do {
      done[at] = 1;
      const current = rowOf[at] ?? 0;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let column = 1; column <= size; column++) {
        if (done[column]) continue;
        const reduced = cost(current - 1, column - 1) - (rows[current] ?? 0) - (columns[column] ?? 0);
        if (reduced < (least[column] ?? 0)) {
          least[column] = reduced;
          cameFrom[column] = at;
        }
        if ((least[column] ?? 0) < step) {
          step = least[column] ?? 0;
          next = column;
        }
      }
      for (let column = 0; column <= size; column++) {
        if (done[column]) {
          rows[rowOf[column] ?? 0] = (rows[rowOf[column] ?? 0] ?? 0) + step;
          columns[column] = (columns[column] ?? 0) - step;
        } else least[column] = (least[column] ?? 0) - step;
      }
      at = next;
    } while (rowOf[at] !== 0);
    while (at !== 0) {
      const from = cameFrom[at] ?? 0;
      rowOf[at] = rowOf[from] ?? 0;
      at = from;
    }
  }
  const found: number[] = new Array(size).fill(-1);
  for (let column = 1; column <= size; column++) found[(rowOf[column] ?? 0) - 1] = column - 1;
  return found;
}
