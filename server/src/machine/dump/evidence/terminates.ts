import { TWO_64 } from '../../../memory/region.ts';
import { type Met, walkRegions } from '../../../memory/walk.ts';
import { pushTo } from '../../../text/multimap.ts';
import type { Draft } from '../draft.ts';
import { known } from '../known-regions.ts';
import type { RegionLine } from '../lines.ts';
import { keyOf, renderDraft } from './behaviour.ts';
import { firstMismatch } from './mismatch.ts';
import type { PrintedView } from './spaces.ts';

const isOpen = (draft: Draft): boolean => draft.termination === 'guess';

/**
 * Which i/o regions terminate: the tree prints containers and i/o alike. A region whose name and base stand in a
 * printed view does; one that would show where the view has a gap does not; what the views do not decide is guessed
 * by name, then by shape: a leaf does, a parent does not. Returns the leaves that a gap in a view makes containers.
 */
export function decideTermination(regions: readonly Draft[], pairs: readonly PrintedView[]): readonly Draft[] {
  const strayNames = new Set<string>();
  for (const pair of pairs) markVisible(pair, strayNames);
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
  for (let round = 0; round < 8 && pairs.filter((pair) => hideInGaps(pair, taken)).length > 0; round++);
  for (const pair of pairs) stopAtKey(pair);
  for (const draft of regions) if (draft.kind === 'io' && !draft.terminates) draft.kind = 'container';
  return taken;
}

/** A root that keys its view, though the search would go past it as a container, terminates. */
function stopAtKey({ root, view }: PrintedView): void {
  if (view.root !== root.name || root.alias || root.terminates) return;
  const key = keyOf(root);
  // cores before 092aa2fc65 key an empty view by the root itself
  if (key === undefined || key === root || firstMismatch(renderDraft(root), view.ranges)) return;
  if (root.type !== 'i/o' && root.type !== 'container') return;
  root.terminates = true;
  root.termination = 'evidence';
}

/** Marks the open regions that a view shows; names that no region explains go to `strayNames`. */
function markVisible({ root, view }: PrintedView, strayNames: Set<string>): void {
  const wanted = new Map<string, RegionLine[]>();
  for (const line of view.ranges) {
    if (line.type !== 'i/o' && line.type !== 'rom' && line.type !== 'container') continue;
    const own = `${BigInt.asUintN(64, line.start - line.offset)}:${line.name}`;
    pushTo(wanted, own, line);
  }
  const places = new Map<string, Met<Draft>[]>();
  walkRegions(root, 0n, TWO_64, (met) => {
    if (met.region.type !== 'i/o' && met.region.type !== 'container') return;
    const own = `${BigInt.asUintN(64, met.start)}:${met.region.name}`;
    if (wanted.has(own)) pushTo(places, own, met);
  });
  for (const [own, lines] of wanted) {
    for (const line of lines) {
      const fitting = (places.get(own) ?? []).filter(({ from, to }) => from <= line.start && line.end < to);
      const chosen =
        fitting.find(({ region }) => !isOpen(region)) ??
        fitting.find(({ region }) => region.subregions.length === 0) ??
        fitting[0];
      if (!chosen) {
        if (line.type !== 'rom') strayNames.add(line.name);
        continue;
      }
      chosen.region.terminates = true;
      chosen.region.termination = 'evidence';
    }
  }
}

/** Takes the claim of guessed regions that would show where the printed view has a gap; true where there was one. */
function hideInGaps({ root, view }: PrintedView, taken: Draft[]): boolean {
  let changed = false;
  let at = 0;
  for (const range of renderDraft(root)) {
    const draft = range.region as Draft;
    while (at < view.ranges.length && (view.ranges[at]?.end ?? 0n) < range.start) at++;
    const line = view.ranges[at];
    if (!isOpen(draft) || !draft.terminates) continue;
    if (line ? line.start <= range.start : !view.complete) continue;
    draft.terminates = false;
    taken.push(draft);
    changed = true;
  }
  return changed;
}
