import type { CoreBehaviour } from './behaviour.ts';
import type { FlatRange } from './flat-view.ts';
import { type MemoryRegion, TWO_64 } from './region.ts';

/** How deep containers and aliases may nest, and how many regions and ranges one rendering, and all of a Snapshot, may visit. */
export const LIMITS = { depth: 128, visits: 500_000, allVisits: 5_000_000 };

/** What is left of the visits of several renderings. */
export interface Budget {
  visits: number;
}

/** What rendering one root gives. */
export interface Rendering {
  /** Sorted, disjoint, simplified. */
  readonly ranges: readonly FlatRange[];
  /** Ranges before simplifying: what the view's array had to hold. */
  readonly inserted: number;
  /** True where nesting or work went past LIMITS: an alias loop, or a bomb. The ranges are then not QEMU's. */
  readonly truncated: boolean;
}

interface Flags {
  readonly readonly: boolean;
  readonly nonvolatile: boolean;
  readonly unmergeable: boolean;
}

const noFlags: Flags = { readonly: false, nonvolatile: false, unmergeable: false };

/**
 * generate_memory_topology's ranges: renders `root` over [0, 2^64) and merges neighbours
 * (render_memory_region, flatview_simplify). All arithmetic is exact, as QEMU's signed Int128 is for real machines.
 */
export function renderRoot(
  root: MemoryRegion | undefined,
  behaviour: CoreBehaviour,
  budget: Budget = { visits: LIMITS.visits },
): Rendering {
  if (!root) return { ranges: [], inserted: 0, truncated: false };
  const renderer = new Renderer(behaviour, Math.min(budget.visits, LIMITS.visits));
  renderer.render(root, 0n, 0n, TWO_64, noFlags, 0);
  budget.visits -= renderer.visits;
  return {
    ranges: simplify(renderer.ranges),
    inserted: renderer.ranges.length,
    truncated: renderer.truncated,
  };
}

class Renderer {
  readonly ranges: FlatRange[] = [];
  truncated = false;
  visits = 0;

  constructor(
    private readonly behaviour: CoreBehaviour,
    private readonly most: number,
  ) {}

  /** `clipStart` inclusive, `clipEnd` exclusive. */
  render(region: MemoryRegion, base: bigint, clipStart: bigint, clipEnd: bigint, flags: Flags, depth: number): void {
    if (!region.enabled) return;
    if (depth > LIMITS.depth || ++this.visits > this.most) {
      this.truncated = true;
      return;
    }
    const start = base + region.addr;
    const end = start + region.size;
    const from = start > clipStart ? start : clipStart;
    const to = end < clipEnd ? end : clipEnd;
    if (from >= to) return;
    const own = this.inherit(flags, region);
    if (region.alias) {
      this.render(region.alias, start - region.alias.addr - region.aliasOffset, from, to, own, depth + 1);
      return;
    }
    for (const child of region.subregions) this.render(child, start, from, to, own, depth + 1);
    if (region.terminates) this.fill(region, start, from, to, own);
  }

  private inherit(flags: Flags, region: MemoryRegion): Flags {
    const adds =
      region.readonly ||
      (region.nonvolatile && this.behaviour.nonvolatile) ||
      (region.unmergeable && this.behaviour.unmergeable);
    if (!adds) return flags;
    return {
      readonly: flags.readonly || region.readonly,
      nonvolatile: flags.nonvolatile || (this.behaviour.nonvolatile && region.nonvolatile),
      unmergeable: flags.unmergeable || (this.behaviour.unmergeable && region.unmergeable),
    };
  }

  /** The region claims every gap of [from, to) that earlier ranges leave. */
  private fill(region: MemoryRegion, base: bigint, from: bigint, to: bigint, flags: Flags): void {
    let position = from;
    for (let i = firstEndingAfter(this.ranges, from); position < to; i++) {
      if (++this.visits > this.most) {
        this.truncated = true;
        return;
      }
      const next = this.ranges[i];
      const gapEnd = next === undefined || next.start > to ? to : next.start;
      if (gapEnd > position) {
        const { readonly, nonvolatile, unmergeable } = flags;
        const [size, offset] = [gapEnd - position, position - base];
        const range = { start: position, size, region, offset, readonly, nonvolatile, unmergeable };
        // most come in ascending order
        if (next === undefined) this.ranges.push(range);
        else this.ranges.splice(i, 0, range);
        i++;
      }
      position = next === undefined ? to : next.start + next.size;
    }
  }
}

/** The index of the first range whose end is past `address`. */
function firstEndingAfter(ranges: readonly FlatRange[], address: bigint): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range !== undefined && range.start + range.size <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** can_merge: dirty_log_mask and romd_mode belong to the region, so the same region has the same. */
function mergeable(a: FlatRange, b: FlatRange): boolean {
  return (
    a.start + a.size === b.start &&
    a.region === b.region &&
    a.offset + a.size === b.offset &&
    a.readonly === b.readonly &&
    a.nonvolatile === b.nonvolatile &&
    !a.unmergeable &&
    !b.unmergeable
  );
}

/** flatview_simplify: one pass from left to right. */
function simplify(ranges: readonly FlatRange[]): FlatRange[] {
  const merged: FlatRange[] = [];
  for (const range of ranges) {
    const last = merged[merged.length - 1];
    if (last && mergeable(last, range)) merged[merged.length - 1] = { ...last, size: last.size + range.size };
    else merged.push(range);
  }
  return merged;
}
