/** Work in bounded pieces: whoever runs it may do something else, or stop, at each yield. */
export type Steps<T> = Generator<void, T>;

/** Runs all of it. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
