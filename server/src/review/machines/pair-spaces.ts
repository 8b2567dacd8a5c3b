import type { FlatView } from '../../memory/flat-view.ts';
import type { AddressSpace } from '../../memory/region.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import type { MachineSide, Pair } from './model.ts';
import { stableOwner } from './owner.ts';
import { type Key, pairByKeys } from './pairing.ts';

/**
 * The address spaces of two machines: of one name, and where names repeat (`vtd-root`, one for each device of a kind)
 * of one owner, then of one content, then in their order. By name; those of one side only among the others.
 */
export function pairSpaces(before: MachineSide, after: MachineSide): readonly Pair<AddressSpace>[] {
  const contents = new Map<FlatView, string>();
  const content = (view: FlatView | undefined): string => {
    if (!view) return '';
    const known = contents.get(view);
    if (known !== undefined) return known;
    const text = view.ranges
      .map(({ start, size, region, offset }) => `${start.toString(16)}+${size.toString(16)} ${region.name} ${offset}`)
      .join('\n');
    contents.set(view, text);
    return text;
  };
  const sides = { before, after };
  const owner: Key<AddressSpace> = ({ root }, side) => sides[side].facts.owners.get(root.id);
  const key =
    (...parts: Key<AddressSpace>[]): Key<AddressSpace> =>
    (space, side) => {
      const values = parts.map((part) => part(space, side));
      return values.includes(undefined) ? undefined : [space.name, ...values].join('\0');
    };
  const stable: Key<AddressSpace> = (space, side) => stableOwner(owner(space, side));
  const shown: Key<AddressSpace> = ({ id }, side) => content(sides[side].snapshot.viewOf[id]);
  const keys = [key(stable, shown), key(stable), key(owner, shown), key(shown), key(owner), key()];
  const [old, now] = [before.snapshot.topology.addressSpaces, after.snapshot.topology.addressSpaces];
  const both = pairByKeys(old, now, keys);
  const taken = new Set(both.flatMap((pair) => [pair.before, pair.after]));
  const pairs: Pair<AddressSpace>[] = [
    ...both,
    ...old.filter((space) => !taken.has(space)).map((space) => ({ before: space, after: undefined })),
    ...now.filter((space) => !taken.has(space)).map((space) => ({ before: undefined, after: space })),
  ];
  // sort is stable: pairs of one name stay in the order of their keys
  return pairs.sort((a, b) => naturalOrder(nameOf(a), nameOf(b)));
}

export const nameOf = ({ before, after }: Pair<{ readonly name: string }>): string => (after ?? before)?.name ?? '';
