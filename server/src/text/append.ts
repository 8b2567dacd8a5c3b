/** Puts items behind a list's. `push(...items)` overflows the stack from some 120,000 items on. */
export function append<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
