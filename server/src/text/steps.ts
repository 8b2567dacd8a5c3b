/** Work in bounded pieces: whoever runs it may do something else, or stop, at each yield. */
export type Steps<T> = Generator<void, T>;

/** Runs all of it. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does something with each item, `size` of them in a piece. */
export function* inPieces<T>(items: readonly T[], size: number, work: (item: T) => void): Steps<void> {
  for (let i = 0; i < items.length; i += size) {
    items.slice(i, i + size).forEach(work);
    yield;
  }
}
