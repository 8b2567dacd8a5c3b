import { Placements } from '../../memory/placements.ts';
import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import type { Difference, MachineSide, Pair } from './model.ts';
import type { Partners } from './pairing.ts';
import { isPlacing } from './region-facts.ts';
import type { Seen, Step } from './seen.ts';

/**
 * Why an access meets something else: `own`, a region that is otherwise, came or went (itself, or one on the way from
 * the root to it); `covered`, the region is where it was, and another one is in front of it on the other side.
 */
export type Cause =
  | { readonly why: 'own'; readonly region: Pair<MemoryRegion> }
  | { readonly why: 'covered'; readonly region: Pair<MemoryRegion>; readonly by: Pair<MemoryRegion> | undefined };

type Side = 'before' | 'after';

const isAttribute = ({ what }: Difference): boolean =>
  what === 'read-only' || what === 'non-volatile' || what === 'type';

const OTHER: Record<Side, Side> = { before: 'after', after: 'before' };

/** Finds causes from the trees of both machines. The same for both directions: what is lost one way is gained the other. */
export class Causes {
  private readonly byRoot = new Map<MemoryRegion, Placements>();

  constructor(
    private readonly partners: Partners<MemoryRegion>,
    private readonly differences: (pair: Pair<MemoryRegion>) => readonly Difference[],
    private readonly sides: Readonly<Record<Side, MachineSide>>,
  ) {}

  /** Why what `side` shows in a step does not show there on the other side; undefined where that is told of another region. */
  ofSeen(space: Pair<AddressSpace>, { start }: Step, seen: Seen, side: Side): Cause | undefined {
    const other = OTHER[side];
    const partner = seen.region[other];
    const there = this.placements(this.rootOf(space, other)).at(start);
    const covered = there.hidden.some(({ region, offset }) => region === partner && offset === seen.offset);
    // a container is the ground on which its children stand: that one came or went is told of the child
    if (covered && partner?.kind === 'io' && there.visible?.chain.includes(partner)) return undefined;
    if (covered) return { why: 'covered', region: seen.region, by: this.pairOf(there.visible?.region, other) };
    const own = this.lastDiffering(this.chain(space, start, side), side, isPlacing);
    if (own) return { why: 'own', region: own };
    return { why: 'covered', region: seen.region, by: this.pairOf(there.visible?.region, other) };
  }

  /**
   * Why a region shows with other attributes: what gives it the one that only one side has, else what is otherwise on
   * the way to it there, else on the other side.
   */
  ofAltered(space: Pair<AddressSpace>, { start, before, after }: Step, { region }: Seen): Cause {
    const flag = before?.range.readonly !== after?.range.readonly ? 'readonly' : 'nonvolatile';
    const side: Side = before?.range[flag] ? 'before' : 'after';
    const chain = this.chain(space, start, side);
    const own =
      this.lastDiffering(
        chain.filter((one) => one[flag]),
        side,
        isAttribute,
      ) ??
      this.lastDiffering(chain, side, isPlacing) ??
      this.lastDiffering(this.chain(space, start, OTHER[side]), OTHER[side], isPlacing);
    return { why: 'own', region: own ?? region };
  }

  /** What came or went as a whole: the outermost container of a region that has no partner either. */
  outermostAlone(region: MemoryRegion, side: Side): Pair<MemoryRegion> {
    let top = region;
    while (top.container && !this.hasPartner(top.container, side)) top = top.container;
    return this.partners.of(top, side);
  }

  private chain(space: Pair<AddressSpace>, start: bigint, side: Side): readonly MemoryRegion[] {
    return this.placements(this.rootOf(space, side)).at(start).visible?.chain ?? [];
  }

  /** The region nearest to what shows that has no partner, or a difference that counts. */
  private lastDiffering(
    chain: readonly MemoryRegion[],
    side: Side,
    counts: (difference: Difference) => boolean,
  ): Pair<MemoryRegion> | undefined {
    const found = chain.findLast(
      (region) => !this.hasPartner(region, side) || this.differences(this.partners.of(region, side)).some(counts),
    );
    if (!found) return undefined;
    return this.hasPartner(found, side) ? this.partners.of(found, side) : this.outermostAlone(found, side);
  }

  private placements(root: MemoryRegion): Placements {
    const known = this.byRoot.get(root) ?? new Placements(root);
    this.byRoot.set(root, known);
    return known;
  }

  private hasPartner(region: MemoryRegion, side: Side): boolean {
    return this.partners.of(region, side)[OTHER[side]] !== undefined;
  }

  /** The region that keys the view: it and not the root of the address space is rendered, and may lie elsewhere. */
  private rootOf(space: Pair<AddressSpace>, side: Side): MemoryRegion {
    const own = space[side];
    if (!own) throw new Error('causes are asked of address spaces that both machines have');
    return this.sides[side].snapshot.viewOf[own.id]?.root ?? own.root;
  }

  private pairOf(region: MemoryRegion | undefined, side: Side): Pair<MemoryRegion> | undefined {
    return region && this.partners.of(region, side);
  }
}
