import { pushTo } from '../../text/multimap.ts';
import type { Pair } from './model.ts';

/** A name for an item under which its like may be found on the other side; undefined where it has none of that sort. */
export type Key<T> = (item: T, side: 'before' | 'after') => string | undefined;

/**
 * Pairs the items of two lists: those of one first key, then those left of one second key, and so on; what shares a
 * key is paired in the order of the lists. With the sides swapped, the pairs are the same.
 */
export function pairByKeys<T>(
  before: readonly T[],
  after: readonly T[],
  keys: readonly Key<T>[],
): readonly { readonly before: T; readonly after: T }[] {
  const pairs: { before: T; after: T }[] = [];
  let left = { before, after };
  for (const key of keys) {
    if (left.before.length === 0 || left.after.length === 0) break;
    const byKey = new Map<string, T[]>();
    for (const item of left.after) {
      const name = key(item, 'after');
      if (name !== undefined) pushTo(byKey, name, item);
    }
    const taken = new Set<T>();
    const next = new Map<string, number>();
    for (const item of left.before) {
      const name = key(item, 'before');
      if (name === undefined) continue;
      const index = next.get(name) ?? 0;
      const partner = byKey.get(name)?.[index];
      if (partner === undefined) continue;
      next.set(name, index + 1);
      pairs.push({ before: item, after: partner });
      taken.add(item).add(partner);
    }
    left = { before: rest(left.before, taken), after: rest(left.after, taken) };
  }
  return pairs;
}

const rest = <T>(list: readonly T[], taken: ReadonlySet<T>): readonly T[] =>
  taken.size === 0 ? list : list.filter((item) => !taken.has(item));

/** Pairs of both sides, by either of their halves. */
export class Partners<T> {
  private readonly pairs = new Map<T, Pair<T>>();

  add(before: T, after: T): Pair<T> {
    const pair = { before, after };
    this.pairs.set(before, pair);
    this.pairs.set(after, pair);
    return pair;
  }

  has(item: T): boolean {
    return this.pairs.has(item);
  }

  /** The pair of an item of a side: one of its own where the other side has none of it. The same pair in every call. */
  of(item: T, side: 'before' | 'after'): Pair<T> {
    const known = this.pairs.get(item);
    if (known) return known;
    const alone = side === 'before' ? { before: item, after: undefined } : { before: undefined, after: item };
    this.pairs.set(item, alone);
    return alone;
  }
}
