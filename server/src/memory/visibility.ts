import type { FlatView, Snapshot } from './flat-view.ts';
import { type MemoryRegion, TWO_64 } from './region.ts';
import { walkRegions } from './walk.ts';

/** A place where a view has a region: it begins at `start` and could show in [from, to). */
export interface Window {
  readonly start: bigint;
  readonly from: bigint;
  readonly to: bigint;
  /** Aliases on the way down, the outermost first. */
  readonly through: readonly MemoryRegion[];
}

/** What one view makes of one region. */
export interface Sight {
  readonly view: FlatView;
  readonly windows: Window[];
  /** Bytes that terminating regions claim in the windows, the region itself or any below it; overlaps count again. */
  wants: bigint;
  /** Those of them that it, or they, got. */
  shows: bigint;
}

export interface Visibility {
  /** By region, what each view that reaches it makes of it; a region that no view reaches is not there. */
  readonly sights: ReadonlyMap<MemoryRegion, readonly Sight[]>;
  /** Whether there was more than MOST windows: a hostile text. What is missing is not known. */
  readonly truncated: boolean;
}

const MOST = 300_000;

/**
 * How much of each region every view shows, by rendering's own order: who comes first claims what is free. Views are
 * walked from the root of their first address space; those that could not be rendered whole are left out.
 */
export function visibility({ views, truncated: cut }: Snapshot): Visibility {
  const sights = new Map<MemoryRegion, Sight[]>();
  const unfit = new Set(cut);
  let windows = 0;
  for (const view of views) {
    const [space] = view.addressSpaces;
    if (!space || view.addressSpaces.some((one) => unfit.has(one)) || windows > MOST) continue;
    const sightOf = (region: MemoryRegion): Sight => {
      const known = sights.get(region);
      const last = known?.[known.length - 1];
      if (last?.view === view) return last;
      const sight: Sight = { view, windows: [], wants: 0n, shows: 0n };
      if (known) known.push(sight);
      else sights.set(region, [sight]);
      return sight;
    };
    const claims = new Claims();
    walkRegions(
      space.root,
      0n,
      TWO_64,
      ({ region, from, to }, chain) => {
        if (!region.terminates) return;
        const bytes = claims.claim(from, to);
        for (const above of chain) {
          const sight = sightOf(above);
          sight.wants += to - from;
          sight.shows += bytes;
        }
      },
      ({ region, start, from, to }, chain) => {
        windows++;
        const sight = sightOf(region);
        sight.windows.push({ start, from, to, through: chain.filter((r) => r.alias && r !== region) });
      },
    );
  }
  return { sights, truncated: windows > MOST };
}

/** Whether a region is reached and has something to show, but in no view any of it shows. */
export function isNeverVisible({ sights }: Visibility, region: MemoryRegion): boolean {
  const own = sights.get(region) ?? [];
  return own.some(({ wants }) => wants > 0n) && own.every(({ shows }) => shows === 0n);
}

/** Sorted, disjoint stretches that are taken. */
class Claims {
  private readonly starts: bigint[] = [];
  private readonly ends: bigint[] = [];

  /** Takes what is free of [from, to); returns how many bytes that was. */
  claim(from: bigint, to: bigint): bigint {
    let low = 0;
    let high = this.ends.length;
    // the first stretch that ends at or past `from`: it may touch
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] ?? 0n) < from) low = middle + 1;
      else high = middle;
    }
    let free = to - from;
    let start = from;
    let end = to;
    let last = low;
    for (; last < this.starts.length; last++) {
      const [a, b] = [this.starts[last] ?? 0n, this.ends[last] ?? 0n];
      if (a > to) break;
      const [common, until] = [a > from ? a : from, b < to ? b : to];
      if (until > common) free -= until - common;
      if (a < start) start = a;
      if (b > end) end = b;
    }
    this.starts.splice(low, last - low, start);
    this.ends.splice(low, last - low, end);
    return free;
  }
}
