import { explainAddress, type Placement } from '../../../memory/explain.ts';
import type { FlatRange } from '../../../memory/flat-view.ts';
import { inPieces, type Steps } from '../../../text/steps.ts';
import { asRegion, type Draft } from '../draft.ts';
import type { RegionLine } from '../lines.ts';
import type { Renderings } from './renderings.ts';
import { PAIRS_A_STEP, type PrintedView } from './spaces.ts';

/**
 * What a printed view says of the ways to its ranges: who wins among overlapping siblings of one priority, and which
 * alias or container makes a range read-only or non-volatile (`pam-rom`), which the tree does not print.
 */
export function* decidePaths(pairs: readonly PrintedView[], renderings: Renderings): Steps<void> {
  yield* inPieces(pairs, PAIRS_A_STEP, (pair) => {
    for (let round = 0; round < 64 && reorderOnce(pair, renderings); round++) renderings.changed();
  });
  yield* inheritFlag(pairs, renderings, 'readonly', (line) => line.type === 'rom');
  yield* inheritFlag(pairs, renderings, 'nonvolatile', (line) => line.nonvolatile);
}

const base = (line: RegionLine): bigint => line.start - line.offset;

/** Finds the first place where an equal sibling should win by the printed view, and puts it first. */
function reorderOnce({ root, view }: PrintedView, renderings: Renderings): boolean {
  const rendered = renderings.ranges(root);
  let at = 0;
  for (const line of view.body.ranges) {
    while (at < rendered.length && endOf(rendered[at]) <= line.start) at++;
    for (let i = at; i < rendered.length; i++) {
      const range = rendered[i];
      if (!range || range.start > line.end) break;
      if (range.region.name === line.name && range.start - range.offset === base(line)) continue;
      const address = range.start > line.start ? range.start : line.start;
      if (raise(root, address, line)) return true;
    }
  }
  return false;
}

const endOf = (range: FlatRange | undefined): bigint => (range ? range.start + range.size : 0n);

function raise(root: Draft, address: bigint, line: RegionLine): boolean {
  const { visible, hidden } = explainAddress(asRegion(root), address);
  const wanted = hidden.find((p) => p.region.name === line.name && address - p.offset === base(line));
  if (!visible || !wanted) return false;
  const fork = visible.chain.findIndex((region, i) => region !== wanted.chain[i]);
  const [above, winner, loser] = [visible.chain[fork - 1], visible.chain[fork], wanted.chain[fork]];
  if (!above || !winner || !loser || winner.priority !== loser.priority) return false;
  const siblings = (above as Draft).subregions;
  const from = siblings.indexOf(loser as Draft);
  const to = siblings.indexOf(winner as Draft);
  if (from < 0 || to < 0 || from < to) return false;
  siblings.splice(to, 0, ...siblings.splice(from, 1));
  return true;
}

/**
 * Gives a flag to the innermost alias, else container, of each way whose range has the flag though nothing on it
 * does, leaving out regions that ranges without the flag are reached through.
 */
function* inheritFlag(
  pairs: readonly PrintedView[],
  renderings: Renderings,
  flag: 'readonly' | 'nonvolatile',
  has: (line: RegionLine) => boolean,
): Steps<void> {
  const ways: Placement[] = [];
  const clear = new Set<unknown>();
  for (const { root, view } of pairs) {
    const lines = view.body.ranges.filter(has);
    if (lines.length === 0 || !lacks(renderings.ranges(root), lines, flag)) continue;
    yield;
    for (const line of view.body.ranges) {
      const { visible } = explainAddress(asRegion(root), line.start);
      if (!visible || visible.region.name !== line.name) continue;
      if (!has(line)) for (const region of visible.chain) clear.add(region);
      else if (!visible.chain.some((region) => region[flag])) ways.push(visible);
    }
  }
  for (const { chain } of ways) {
    const free = chain.filter((region) => !clear.has(region)) as Draft[];
    const chosen =
      free.findLast((draft) => draft.alias) ?? free.findLast((draft) => !draft.terminates) ?? free[free.length - 1];
    if (chosen) chosen[flag] = true;
  }
  if (ways.length > 0) renderings.changed();
}

/** Whether a printed line with the flag is rendered without it; the line may lie inside a range that merged over it. */
function lacks(
  rendered: readonly FlatRange[],
  lines: readonly RegionLine[],
  flag: 'readonly' | 'nonvolatile',
): boolean {
  let at = 0;
  return lines.some((line) => {
    while (at < rendered.length && endOf(rendered[at]) <= line.start) at++;
    const range = rendered[at];
    return range !== undefined && range.start <= line.start && !range[flag];
  });
}
