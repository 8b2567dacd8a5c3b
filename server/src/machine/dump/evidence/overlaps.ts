import type { MachineProblem } from '../../machine.ts';
import type { Draft } from '../draft.ts';

const MOST = 20;

/**
 * Siblings of one priority that overlap from different addresses: the text does not tell which was added later, and so
 * wins. For dumps without views, which would. Equals of one address are printed in list order, so they are told.
 */
export function undecidedOverlaps(regions: readonly Draft[]): readonly MachineProblem[] {
  const problems: MachineProblem[] = [];
  for (const { subregions } of regions) {
    const byAddress = subregions
      .filter((draft) => draft.enabled && draft.size > 0n)
      .sort((a, b) => (a.addr < b.addr ? -1 : 1));
    const widest = new Map<number, Draft>();
    for (const draft of byAddress) {
      const below = widest.get(draft.priority);
      const [range] = draft.lines;
      if (below && range && below.addr < draft.addr && below.addr + below.size > draft.addr) {
        const message = `"${draft.name}" overlaps "${below.name}" at one priority; the one that begins later is taken to win. Only \`info mtree -f\` tells.`;
        problems.push({ severity: 'information', code: 'ambiguous', message, range });
        if (problems.length === MOST) return problems;
      }
      if (!below || below.addr + below.size < draft.addr + draft.size) widest.set(draft.priority, draft);
    }
  }
  return problems;
}
