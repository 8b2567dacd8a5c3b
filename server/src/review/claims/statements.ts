import type { Atom } from './atoms.ts';
import { beforeAfter, change, instead } from './before-after.ts';
import { count, created, same } from './counts.ts';
import { difference, percent, times, verbs } from './ratios.ts';
import { type Draft, type Found, type Pattern, Reader } from './sentence-reader.ts';

/** What a sentence claims, in its order; every number counts once. */
export function statementsIn(atoms: readonly Atom[]): readonly Draft[] {
  if (!atoms.some((atom) => atom.kind === 'noun')) return [];
  const reader = new Reader(atoms);
  const found: Found[] = [];
  const taken = new Set<Atom>();
  for (const pattern of PATTERNS) {
    for (let i = 0; i < atoms.length; i++) {
      const draft = pattern(reader, i);
      if (!draft || draft.uses.some((atom) => taken.has(atom))) continue;
      for (const atom of draft.uses) taken.add(atom);
      found.push(draft);
    }
  }
  return found.sort((a, b) => a.start - b.start).map(({ uses: _, ...draft }) => draft);
}

/** The order matters: what says more takes its numbers first. */
const PATTERNS: readonly Pattern[] = [
  change,
  instead,
  beforeAfter,
  percent,
  times,
  verbs,
  difference,
  count,
  created,
  same,
];
