import type { FlatView } from '../../memory/flat-view.ts';
import type { AddressSpace } from '../../memory/region.ts';
import { pushTo } from '../../text/multimap.ts';
import type { MachineSide, Pair, SharingFinding } from './model.ts';
import { SHARING_WEIGHT } from './weight.ts';

/** Views whose address spaces, of those that both machines have, are in several views on the other side. */
export function sharingFindings(
  before: MachineSide,
  after: MachineSide,
  spaces: readonly Pair<AddressSpace>[],
): readonly SharingFinding[] {
  const both = spaces.filter((pair) => pair.before && pair.after);
  const old = (pair: Pair<AddressSpace>) => pair.before && before.snapshot.viewOf[pair.before.id];
  const now = (pair: Pair<AddressSpace>) => pair.after && after.snapshot.viewOf[pair.after.id];
  const found = (
    kind: SharingFinding['kind'],
    one: (pair: Pair<AddressSpace>) => FlatView | undefined,
    other: (pair: Pair<AddressSpace>) => FlatView | undefined,
  ): SharingFinding[] =>
    groupBy(both, one).flatMap(([view, members]) => {
      const groups = groupBy(members, other).map(([, group]) => group);
      if (groups.length < 2) return [];
      const sorted = groups.sort((a, b) => b.length - a.length);
      return [{ subject: 'sharing', kind, groups: sorted, empty: view?.ranges.length === 0, weight: SHARING_WEIGHT }];
    });
  return [...found('unshared', old, now), ...found('shared', now, old)];
}

function groupBy<T, K>(items: readonly T[], of: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) pushTo(groups, of(item), item);
  return [...groups];
}
