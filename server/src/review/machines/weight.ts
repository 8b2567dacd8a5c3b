import type { MemoryRegion } from '../../memory/region.ts';
import { bytesOf } from './effects.ts';
import type { Effect, Pair, RegionFinding } from './model.ts';

/** Steps of weight, in hundreds: what a guest loses comes before what moves, and that before what only counts. */
const STEPS: Record<RegionFinding['kind'], number> = {
  hidden: 8,
  gone: 8,
  moved: 7,
  resized: 6,
  changed: 5,
  visible: 3,
  new: 2,
};
const RAM_LOST = 9;
const NOT_SEEN = 1;

export const SHARING_WEIGHT = 400;
export const SPACES_WEIGHT = { gone: 800, new: 200 };

/** Heavier is worse: the step by kind, then the number of bits of the bytes that accesses see otherwise. */
export function weightOf(kind: RegionFinding['kind'], effects: readonly Effect[], shows: number): number {
  const bytes = effects.reduce((most, { lost, gained, altered }) => {
    const own = bytesOf(lost) + bytesOf(gained) + bytesOf(altered);
    return own > most ? own : most;
  }, 0n);
  const seen = effects.length > 0 || (shows > 0 && kind === 'changed');
  const step = !seen ? NOT_SEEN : effects.some(losesRam) ? RAM_LOST : STEPS[kind];
  return 100 * step + bytes.toString(2).length;
}

const losesRam = ({ region, lost, gained }: Effect): boolean => isRam(region) && bytesOf(lost) > bytesOf(gained);

const isRam = ({ before }: Pair<MemoryRegion>): boolean => before?.kind === 'ram' || before?.kind === 'ramd';
