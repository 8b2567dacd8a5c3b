import { explainAddress } from '../../memory/explain.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import { hex } from '../../text/hex.ts';
import type { Problem } from '../model.ts';
import { type Budget, claimsOf, newBudget } from './claims.ts';
import type { Dump } from './dump.ts';
import { wordOf } from './mentions.ts';
import { lineAt } from './printed-views.ts';
import { names } from './words.ts';

/** Pairs looked at in one container: a hostile text may overlap all with all. */
const MOST_PAIRS = 200;
/** Problems of one kind: more are noise. */
export const MOST_PROBLEMS = 50;

interface Pair {
  readonly winner: MemoryRegion;
  readonly loser: MemoryRegion;
  /** Where both would show, in the container's addresses. */
  readonly at: bigint;
}

/**
 * Siblings of one priority that both have something to show at one address, and one of them does: who wins is a
 * question of which was added last (memory_region_update_container_subregions), and how that is known.
 */
export function overlapProblems(dump: Dump): readonly Problem[] {
  const problems: Problem[] = [];
  const budget = newBudget();
  for (const container of dump.machine.topology.regions) {
    if (container.subregions.length < 2 || !dump.visibility.sights.has(container)) continue;
    for (const pair of pairsIn(container, budget)) {
      const problem = overlapProblem(dump, container, pair);
      if (problem) problems.push(problem);
      if (problems.length >= MOST_PROBLEMS) return problems;
    }
  }
  return problems;
}

function* pairsIn({ subregions }: MemoryRegion, budget: Budget): Generator<Pair> {
  const order = new Map(subregions.map((region, i) => [region, i]));
  const byAddress = subregions
    .filter((region) => region.enabled && region.size > 0n)
    .sort((a, b) => (a.addr < b.addr ? -1 : a.addr > b.addr ? 1 : 0));
  let looked = 0;
  for (const [i, first] of byAddress.entries()) {
    for (let j = i + 1; j < byAddress.length && looked < MOST_PAIRS; j++) {
      const second = byAddress[j];
      if (!second || second.addr >= first.addr + first.size) break;
      budget.visits--;
      if (budget.visits <= 0) return;
      if (second.priority !== first.priority) continue;
      looked++;
      const at = bothShow(first, second, budget);
      if (at === undefined) continue;
      const firstWins = (order.get(first) ?? 0) < (order.get(second) ?? 0);
      yield { winner: firstWins ? first : second, loser: firstWins ? second : first, at };
    }
  }
}

/** The first address at which both have a terminating region. */
function bothShow(a: MemoryRegion, b: MemoryRegion, budget: Budget): bigint | undefined {
  const from = a.addr > b.addr ? a.addr : b.addr;
  const ends = [a.addr + a.size, b.addr + b.size] as const;
  const to = ends[0] < ends[1] ? ends[0] : ends[1];
  const [ofA, ofB] = [claimsOf(a, from, to, budget), claimsOf(b, from, to, budget)];
  let first: bigint | undefined;
  for (const [start, end] of ofA) {
    for (const [otherStart, otherEnd] of ofB) {
      const at = start > otherStart ? start : otherStart;
      if (at < end && at < otherEnd && (first === undefined || at < first)) first = at;
    }
  }
  return first;
}

function overlapProblem(dump: Dump, container: MemoryRegion, { winner, loser, at }: Pair): Problem | undefined {
  const how = howKnown(dump, container, winner, loser, at);
  if (how === undefined) return undefined;
  const [line] = dump.linesOf(loser);
  const [other] = dump.linesOf(winner);
  if (!line || !other) return undefined;
  const lost = loser.name === winner.name ? `another "${loser.name}"` : `"${loser.name}"`;
  const message = `"${winner.name}" covers ${lost} from ${hex(at)} on. Both have priority ${loser.priority} in "${container.name}", so the newer wins: ${how}.`;
  return {
    range: wordOf(dump, line, 'name'),
    severity: 'information',
    code: 'overlap',
    message,
    related: [{ range: other.range, message: `"${winner.name}" wins.` }],
  };
}

/** How it is known who wins; undefined where neither shows there, or where machine/ has said that the text does not tell. */
function howKnown(
  dump: Dump,
  container: MemoryRegion,
  winner: MemoryRegion,
  loser: MemoryRegion,
  at: bigint,
): string | undefined {
  for (const { view, windows } of dump.visibility.sights.get(container) ?? []) {
    const [space] = view.addressSpaces;
    for (const { start, from, to } of windows) {
      const address = start + at;
      if (!space || address < from || address >= to) continue;
      const { visible } = explainAddress(space.root, address);
      if (!visible || !(visible.chain.includes(winner) || visible.chain.includes(loser))) continue;
      if (winner.addr === loser.addr) return 'of one address, it is printed first';
      const printed = dump.printedViewOf(space);
      const line = printed && lineAt(printed.text.ranges, address);
      if (line?.name === visible.region.name)
        return `the FlatView of ${names([space.name])} in this file shows "${line.name}" there`;
    }
  }
  return undefined;
}
