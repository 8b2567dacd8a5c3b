import type { AddressExplanation, Placement } from './explain.ts';
import { type MemoryRegion, TWO_64 } from './region.ts';
import { walkRegions } from './walk.ts';

interface Placed {
  readonly region: MemoryRegion;
  readonly chain: readonly MemoryRegion[];
  readonly start: bigint;
  readonly from: bigint;
  readonly to: bigint;
  /** Its turn in rendering: what comes first shows. */
  readonly turn: number;
}

/** All that terminates below a root, walked once: explainAddress for many addresses. */
export class Placements {
  /** By `from`. */
  private readonly placed: readonly Placed[];
  /** The furthest `to` of the placements up to each. */
  private readonly reach: readonly bigint[];

  constructor(root: MemoryRegion) {
    const placed: Placed[] = [];
    walkRegions(root, 0n, TWO_64, ({ region, start, from, to }, chain) => {
      if (region.terminates) placed.push({ region, chain: [...chain], start, from, to, turn: placed.length });
    });
    placed.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.turn - b.turn));
    let furthest = 0n;
    this.placed = placed;
    this.reach = placed.map(({ to }) => {
      if (to > furthest) furthest = to;
      return furthest;
    });
  }

  /** What shows at an address and what it hides, as explainAddress says it. */
  at(address: bigint): AddressExplanation {
    const here: Placed[] = [];
    for (let i = this.lastFrom(address); i >= 0 && (this.reach[i] ?? 0n) > address; i--) {
      const one = this.placed[i];
      if (one && one.to > address) here.push(one);
    }
    here.sort((a, b) => a.turn - b.turn);
    const [visible, ...hidden] = here.map(
      ({ region, chain, start }): Placement => ({
        region,
        offset: address - start,
        chain,
        readonly: chain.some((one) => one.readonly),
      }),
    );
    return { visible, hidden };
  }

  /** The index of the last placement that begins at or before an address; -1 where none does. */
  private lastFrom(address: bigint): number {
    let low = 0;
    let high = this.placed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.placed[middle]?.from ?? TWO_64) <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
