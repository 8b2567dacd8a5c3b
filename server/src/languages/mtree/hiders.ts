import type { MemoryRegion } from '../../memory/region.ts';
import type { Sight } from '../../memory/visibility.ts';
import { firstEndingAfter } from './printed-views.ts';

/** A real machine shows a region in some dozen places of a view at most. */
const MOST_WINDOWS = 256;

/** Whether `region` is below `above`, containers followed. */
export function isBelow(region: MemoryRegion, above: MemoryRegion): boolean {
  for (let up: MemoryRegion | undefined = region; up; up = up.container) if (up === above) return true;
  return false;
}

/** Who shows in the places of a region in a view, most bytes first; `own` are its own children. */
export function hidersOf(
  region: MemoryRegion,
  { view, windows }: Sight,
): { others: MemoryRegion[]; own: MemoryRegion[] } {
  const bytes = new Map<MemoryRegion, bigint>();
  for (const { from, to } of windows.slice(0, MOST_WINDOWS)) {
    for (let i = firstEndingAfter(view.ranges, from); i < view.ranges.length; i++) {
      const range = view.ranges[i];
      if (!range || range.start >= to) break;
      if (range.region === region) continue;
      const end = range.start + range.size;
      const common = (end < to ? end : to) - (range.start > from ? range.start : from);
      bytes.set(range.region, (bytes.get(range.region) ?? 0n) + common);
    }
  }
  const sorted = [...bytes].sort(([, a], [, b]) => (a > b ? -1 : a < b ? 1 : 0)).map(([hider]) => hider);
  return {
    others: sorted.filter((hider) => !isBelow(hider, region)),
    own: sorted.filter((hider) => isBelow(hider, region)),
  };
}
