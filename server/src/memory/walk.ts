import type { MemoryRegion } from './region.ts';
import { LIMITS } from './render.ts';

/** A region where a walk met it: it begins at `start` and is to be seen in [from, to) at most. */
export interface Met<R> {
  readonly region: R;
  readonly start: bigint;
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * Meets every enabled region below `root` that reaches into [from, to), aliases followed, children before their
 * parent: the order in which render_memory_region lets them claim. `chain` is the way down, the region last; it is
 * reused, so keep a copy. `enter` is told of every region on the way down, aliases too, before what is below it.
 * Stops at LIMITS.
 */
export function walkRegions<R extends MemoryRegion>(
  root: R,
  from: bigint,
  to: bigint,
  meet: (met: Met<R>, chain: readonly R[]) => void,
  enter?: (met: Met<R>, chain: readonly R[]) => void,
): void {
  const chain: R[] = [];
  let visits = 0;
  const visit = (region: R, base: bigint, clipFrom: bigint, clipTo: bigint): void => {
    if (!region.enabled || chain.length > LIMITS.depth || ++visits > LIMITS.visits) return;
    const start = base + region.addr;
    const end = start + region.size;
    const low = start > clipFrom ? start : clipFrom;
    const high = end < clipTo ? end : clipTo;
    if (low >= high) return;
    chain.push(region);
    enter?.({ region, start, from: low, to: high }, chain);
    // what a region is made of is of its own kind: drafts of drafts, regions of regions
    const alias = region.alias as R | undefined;
    if (alias) visit(alias, start - alias.addr - region.aliasOffset, low, high);
    else {
      for (const child of region.subregions as readonly R[]) visit(child, start, low, high);
      meet({ region, start, from: low, to: high }, chain);
    }
    chain.pop();
  };
  visit(root, 0n, from, to);
}
