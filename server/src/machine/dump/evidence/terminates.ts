import { TWO_64 } from '../../../memory/region.ts';
import { walkRegions } from '../../../memory/walk.ts';
import { pushTo } from '../../../text/multimap.ts';
import { inPieces, type Steps } from '../../../text/steps.ts';
import type { Draft } from '../draft.ts';
import { known } from '../known-regions.ts';
import type { RegionLine } from '../lines.ts';
import { firstMismatch } from './mismatch.ts';
import type { Renderings } from './renderings.ts';
import { PAIRS_A_STEP, type PrintedView } from './spaces.ts';

const isOpen = (draft: Draft): boolean => draft.termination === 'guess';

/**
 * Which i/o regions terminate: the tree prints containers and i/o alike. A region whose name and base stand in a
 * printed view does; one that would show where the view has a gap does not; what the views do not decide is guessed
 * by name, then by shape: a leaf does, a parent does not. Returns the leaves that a gap in a view makes containers.
 */
export function* decideTermination(
  regions: readonly Draft[],
  pairs: readonly PrintedView[],
  renderings: Renderings,
): Steps<readonly Draft[]> {
  const strayNames = new Set<string>();
  yield* inPieces(pairs, PAIRS_A_STEP, (pair) => markVisible(pair, strayNames));
  for (const draft of regions) {
    if (!isOpen(draft)) continue;
    if (strayNames.has(draft.name)) {
      // printed at another place: the tree was edited, or is of another moment
      draft.terminates = true;
      draft.termination = 'evidence';
      continue;
    }
    const byName = known(draft.name, 'terminates');
    draft.terminates = byName ?? draft.subregions.length === 0;
    if (byName !== undefined) draft.termination = 'name';
  }
  const taken: Draft[] = [];
  renderings.changed();
  for (let round = 0, more = true; more && round < 8; round++) {
    more = false;
    yield* inPieces(pairs, PAIRS_A_STEP, (pair) => {
      if (!hideInGaps(pair, renderings, taken)) return;
      more = true;
      renderings.changed();
    });
  }
  yield* inPieces(pairs, PAIRS_A_STEP, (pair) => {
    if (stopAtKey(pair, renderings)) renderings.changed();
  });
  // the word of the text does not tell: roots that terminate print `container` too (11.1), containers print i/o (to 11.0)
  for (const draft of regions)
    if (draft.kind === 'io' || draft.kind === 'container') draft.kind = draft.terminates ? 'io' : 'container';
  return taken;
}

/** A root that keys its view, though the search would go past it as a container, terminates. */
function stopAtKey({ root, view }: PrintedView, renderings: Renderings): boolean {
  if (view.root !== root.name || root.alias || root.terminates) return false;
  const key = renderings.key(root);
  // cores before 092aa2fc65 key an empty view by the root itself
  if (key === undefined || key === root) return false;
  // an alias may bear the name of the container that it is in, as the windows of PCI bridges do
  if (key.name === view.root || firstMismatch(renderings.ranges(root), view.body.ranges)) return false;
  if (root.type !== 'i/o' && root.type !== 'container') return false;
  root.terminates = true;
  root.termination = 'evidence';
  return true;
}

/** Marks the open regions that a view shows; names that no region explains go to `strayNames`. */
function markVisible({ root, view }: PrintedView, strayNames: Set<string>): void {
  const wanted = new Map<string, RegionLine[]>();
  for (const line of view.body.ranges) {
    if (line.type === 'i/o' || line.type === 'rom' || line.type === 'container') pushTo(wanted, line.name, line);
  }
  if (wanted.size === 0) return;
  const places = new Map<RegionLine, Draft[]>();
  walkRegions(root, 0n, TWO_64, ({ region, start, from, to }) => {
    if (region.type !== 'i/o' && region.type !== 'container') return;
    for (const line of wanted.get(region.name) ?? []) {
      if (from > line.start || line.end >= to) continue;
      if (BigInt.asUintN(64, line.start - line.offset - start) === 0n) pushTo(places, line, region);
    }
  });
  for (const line of [...wanted.values()].flat()) {
    const fitting = places.get(line) ?? [];
    const chosen =
      fitting.find((region) => !isOpen(region)) ??
      fitting.find((region) => region.subregions.length === 0) ??
      fitting[0];
    if (chosen) {
      chosen.terminates = true;
      chosen.termination = 'evidence';
    } else if (line.type !== 'rom') strayNames.add(line.name);
  }
}

/** Takes the claim of guessed regions that would show where the printed view has a gap; true where there was one. */
function hideInGaps({ root, view }: PrintedView, renderings: Renderings, taken: Draft[]): boolean {
  let changed = false;
  let at = 0;
  const { ranges } = view.body;
  for (const range of renderings.ranges(root)) {
    const draft = range.region as Draft;
    while (at < ranges.length && (ranges[at]?.end ?? 0n) < range.start) at++;
    const line = ranges[at];
    if (!isOpen(draft) || !draft.terminates) continue;
    if (line ? line.start <= range.start : !view.complete) continue;
    draft.terminates = false;
    taken.push(draft);
    changed = true;
  }
  return changed;
}
