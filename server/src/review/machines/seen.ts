import type { FlatRange, FlatView } from '../../memory/flat-view.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import type { Pair } from './model.ts';
import type { Partners } from './pairing.ts';

/** What an access at an address meets. */
export interface Seen {
  readonly region: Pair<MemoryRegion>;
  /** Offset in the region of the first byte. */
  readonly offset: bigint;
  readonly range: FlatRange;
}

/** `size` bytes at `start` in which accesses meet something else, or the same with other attributes. */
export interface Step {
  readonly start: bigint;
  readonly size: bigint;
  readonly before: Seen | undefined;
  readonly after: Seen | undefined;
  /** The same region and offset; read-only or non-volatile is otherwise. */
  readonly altered: boolean;
}

/** Where two views differ, in ascending order, by what accesses meet; how ranges are cut does not count. */
export function differingSteps(before: FlatView, after: FlatView, partners: Partners<MemoryRegion>): readonly Step[] {
  const steps: Step[] = [];
  const [old, now] = [before.ranges, after.ranges];
  let position = 0n;
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    const [a, b] = [old[i], now[j]];
    const start = least(position > startOf(a) ? position : startOf(a), position > startOf(b) ? position : startOf(b));
    const [seenA, seenB] = [seenAt(a, start, 'before', partners), seenAt(b, start, 'after', partners)];
    const end = least(nextEdge(a, start), nextEdge(b, start));
    const same = seenA?.region === seenB?.region && seenA?.offset === seenB?.offset;
    const altered = same && (a?.readonly !== b?.readonly || a?.nonvolatile !== b?.nonvolatile) && seenA !== undefined;
    if (!same || altered) steps.push({ start, size: end - start, before: seenA, after: seenB, altered });
    if (a && a.start + a.size <= end) i++;
    if (b && b.start + b.size <= end) j++;
    position = end;
  }
  return steps;
}

const FAR = 1n << 65n;

const startOf = (range: FlatRange | undefined): bigint => range?.start ?? FAR;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Where a range begins, if it lies ahead, else where it ends. */
const nextEdge = (range: FlatRange | undefined, position: bigint): bigint =>
  range === undefined ? FAR : range.start > position ? range.start : range.start + range.size;

function seenAt(
  range: FlatRange | undefined,
  at: bigint,
  side: 'before' | 'after',
  partners: Partners<MemoryRegion>,
): Seen | undefined {
  if (!range || range.start > at) return undefined;
  return { region: partners.of(range.region, side), offset: range.offset + at - range.start, range };
}
