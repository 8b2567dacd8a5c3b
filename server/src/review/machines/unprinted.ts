import type { MemoryRegion, Topology } from '../../memory/region.ts';
import type { MachineSide, Pair } from './model.ts';

/** Whether a dump prints disabled regions: without -D, from 5.1 on, it does not, and their names are unknown. */
export const printsDisabled = ({ regions }: Topology): boolean =>
  regions.some((region) => !region.enabled && region.name !== '');

/** Whether a region is disabled, or in something that is; one that is not there counts as such. */
function isDead(region: MemoryRegion | undefined): boolean {
  for (let at = region; at; at = at.container) if (!at.enabled) return true;
  return region === undefined;
}

/**
 * Tells what is no difference since one of two dumps would not print it: regions that are disabled on each side on
 * which they are known. Where both print disabled regions it is nothing.
 */
export function unprinted(before: MachineSide, after: MachineSide): (pair: Pair<MemoryRegion>) => boolean {
  if (printsDisabled(before.snapshot.topology) === printsDisabled(after.snapshot.topology)) return () => false;
  return (pair) => isDead(pair.before) && isDead(pair.after);
}
