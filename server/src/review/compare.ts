import type { FlatRange, FlatView, Snapshot } from '../memory/flat-view.ts';
import type { AddressSpace } from '../memory/region.ts';
import type { Comparison, RangeDifference, ViewChange, ViewMatch } from './model.ts';

/**
 * Matches the views of two Snapshots of one machine: those of one root first, then those that share address spaces
 * (the most first); what is left is gone or new. Ordered by change, the larger first.
 */
export function compareSnapshots(before: Snapshot, after: Snapshot): Comparison {
  const partner = new Map<FlatView, FlatView>();
  const taken = new Set<FlatView>();
  const pair = (old: FlatView, now: FlatView | undefined): void => {
    if (!now || taken.has(now) || partner.has(old)) return;
    partner.set(old, now);
    taken.add(now);
  };
  const byRoot = new Map<string, FlatView[]>();
  for (const view of after.views) byRoot.set(rootKey(view), [...(byRoot.get(rootKey(view)) ?? []), view]);
  for (const view of before.views) {
    pair(
      view,
      byRoot.get(rootKey(view))?.find((now) => !taken.has(now) && overlaps(view, now)),
    );
  }
  for (const view of [...before.views].sort(bySpaces)) {
    if (partner.has(view)) continue;
    for (const now of followed(view, after))
      if (rangeDifferences(view, now).every((d) => d.change === 'same')) pair(view, now);
  }
  const views = [
    ...before.views.map((view) => match(view, partner.get(view))),
    ...after.views.filter((view) => !taken.has(view)).map((view) => match(undefined, view)),
  ];
  return { before, after, views: views.sort(byWeight) };
}

const ORDER: Record<ViewChange, number> = { changed: 0, new: 1, gone: 2, unchanged: 3 };

const bySpaces = (a: FlatView, b: FlatView): number => b.addressSpaces.length - a.addressSpaces.length || a.id - b.id;

const size = ({ before, after }: ViewMatch): number => Math.max(before?.bytes ?? 0, after?.bytes ?? 0);

const byWeight = (a: ViewMatch, b: ViewMatch): number =>
  ORDER[a.change] - ORDER[b.change] || size(b) - size(a) || idOf(a) - idOf(b);

const idOf = ({ before, after }: ViewMatch): number => before?.id ?? after?.id ?? 0;

/** Views of one root are one; where each address space has its own, the address space tells them apart. */
const rootKey = (view: FlatView): string => `${view.root?.id ?? 'NULL'}`;

const overlaps = (a: FlatView, b: FlatView): boolean =>
  a.addressSpaces.length === 0 ||
  b.addressSpaces.length === 0 ||
  a.addressSpaces.some((space) => b.addressSpaces.includes(space));

/** The After views that a view's address spaces use, the most used first. */
function followed(view: FlatView, after: Snapshot): FlatView[] {
  const uses = new Map<FlatView, number>();
  for (const space of view.addressSpaces) {
    const now = after.viewOf[space.id];
    if (now) uses.set(now, (uses.get(now) ?? 0) + 1);
  }
  return [...uses].sort((a, b) => b[1] - a[1]).map(([now]) => now);
}

function match(before: FlatView | undefined, after: FlatView | undefined): ViewMatch {
  const joined = without(after?.addressSpaces ?? [], before?.addressSpaces ?? []);
  const left = without(before?.addressSpaces ?? [], after?.addressSpaces ?? []);
  const rangesChanged = before && after ? rangeDifferences(before, after).some((d) => d.change !== 'same') : false;
  const change: ViewChange = !before
    ? 'new'
    : !after
      ? 'gone'
      : rangesChanged || joined.length > 0 || left.length > 0
        ? 'changed'
        : 'unchanged';
  return { change, before, after, joined, left, rangesChanged };
}

function without(spaces: readonly AddressSpace[], others: readonly AddressSpace[]): AddressSpace[] {
  const known = new Set(others);
  return spaces.filter((space) => !known.has(space));
}

const rangeKey = (r: FlatRange): string =>
  `${r.start}+${r.size} ${r.region.id} ${r.offset} ${r.readonly} ${r.nonvolatile}`;

/** The ranges of two views by address; both sorted, so one pass. */
export function rangeDifferences(
  before: FlatView | undefined,
  after: FlatView | undefined,
): readonly RangeDifference[] {
  const old = before?.ranges ?? [];
  const now = after?.ranges ?? [];
  const differences: RangeDifference[] = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    const a = old[i];
    const b = now[j];
    if (a && b && rangeKey(a) === rangeKey(b)) {
      differences.push({ change: 'same', range: b });
      i++;
      j++;
    } else if (a && (!b || a.start <= b.start)) {
      differences.push({ change: 'removed', range: a });
      i++;
    } else if (b) {
      differences.push({ change: 'added', range: b });
      j++;
    }
  }
  return differences;
}
