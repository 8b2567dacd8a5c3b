import type { FlatView } from '../../memory/flat-view.ts';
import type { AddressSpace } from '../../memory/region.ts';
import type { ViewMatch } from '../model.ts';
import type { MachineSide, Pair } from './model.ts';

/**
 * Views that stand for each other: those of the first address space, in the order of `spaces`, whose view has no
 * partner yet on either side. Views that only the core keeps alive come last.
 */
export function matchViews(
  before: MachineSide,
  after: MachineSide,
  spaces: readonly Pair<AddressSpace>[],
  differ: (before: FlatView, after: FlatView) => boolean,
): readonly ViewMatch[] {
  const placed = new Set<FlatView>();
  const pairs: Pair<FlatView>[] = [];
  const place = (old: FlatView | undefined, now: FlatView | undefined): void => {
    const pair = {
      before: old && !placed.has(old) ? old : undefined,
      after: now && !placed.has(now) ? now : undefined,
    };
    if (pair.before) placed.add(pair.before);
    if (pair.after) placed.add(pair.after);
    if (pair.before || pair.after) pairs.push(pair);
  };
  for (const space of spaces) place(viewOf(before, space.before), viewOf(after, space.after));
  const unused = ({ snapshot }: MachineSide) => snapshot.views.filter((view) => view.addressSpaces.length === 0);
  const [old, now] = [unused(before), unused(after)];
  for (let i = 0; i < Math.max(old.length, now.length); i++) place(old[i], now[i]);
  const partner = new Map(spaces.flatMap((pair) => (pair.before && pair.after ? [[pair.after, pair.before]] : [])));
  return pairs.map((pair) => match(pair, partner, differ));
}

const viewOf = ({ snapshot }: MachineSide, space: AddressSpace | undefined): FlatView | undefined =>
  space && snapshot.viewOf[space.id];

function match(
  { before, after }: Pair<FlatView>,
  partner: ReadonlyMap<AddressSpace, AddressSpace>,
  differ: (before: FlatView, after: FlatView) => boolean,
): ViewMatch {
  const old = new Set(before?.addressSpaces);
  const now = after?.addressSpaces ?? [];
  const stayed = new Set(now.flatMap((space) => partner.get(space) ?? []).filter((space) => old.has(space)));
  const joined = now.filter((space) => !stayed.has(partner.get(space) ?? space));
  const left = [...old].filter((space) => !stayed.has(space));
  const rangesChanged = before && after ? differ(before, after) : false;
  const same = !rangesChanged && joined.length === 0 && left.length === 0;
  const change = !before ? 'new' : !after ? 'gone' : same ? 'unchanged' : 'changed';
  return { change, before, after, joined, left, rangesChanged };
}
