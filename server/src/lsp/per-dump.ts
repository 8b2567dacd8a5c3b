import type { Dump } from '../languages/mtree/dump.ts';

/** Remembers an answer about a whole dump for as long as the workspace keeps the dump itself. */
export function perDump<T extends object>(make: (dump: Dump) => T): (dump: Dump) => T {
  const made = new WeakMap<Dump, T>();
  return (dump) => {
    const known = made.get(dump) ?? make(dump);
    made.set(dump, known);
    return known;
  };
}
