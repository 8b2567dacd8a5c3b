import { type MemoryRegion, TWO_64 } from '../../memory/region.ts';
import { walkRegions } from '../../memory/walk.ts';

/** What may still be walked: a hostile text nests aliases without end. */
export interface Budget {
  visits: number;
}

export const newBudget = (): Budget => ({ visits: 1_000_000 });

const MOST_CLAIMS = 100;

/**
 * Where terminating regions of `region`, itself included, would show in [from, to), in the addresses of its container;
 * the first ones. Nothing where the budget is spent.
 */
export function claimsOf(
  region: MemoryRegion,
  from: bigint,
  to: bigint,
  budget: Budget,
): readonly (readonly [bigint, bigint])[] {
  const found: (readonly [bigint, bigint])[] = [];
  if (budget.visits <= 0) return found;
  walkRegions(region, from, to < TWO_64 * 2n ? to : TWO_64 * 2n, (met) => {
    budget.visits--;
    if (met.region.terminates && found.length < MOST_CLAIMS) found.push([met.from, met.to]);
  });
  return found;
}
