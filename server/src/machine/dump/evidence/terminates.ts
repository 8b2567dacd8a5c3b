import { TWO_64 } from '../../../memory/region.ts';
import { LIMITS } from '../../../memory/render.ts';
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

interface Place {
  readonly draft: Draft;
  readonly from: bigint;
  readonly to: bigint;
}

/** Marks the open regions that a view shows; names that no region explains go to `strayNames`. */
function markVisible({ root, view }: PrintedView, strayNames: Set<string>): void {
  const wanted = new Map<string, RegionLine[]>();
  for (const line of view.ranges) {
    if (line.type !== 'i/o' && line.type !== 'rom' && line.type !== 'container') continue;
    const own = `${BigInt.asUintN(64, line.start - line.offset)}:${line.name}`;
    const lines = wanted.get(own);
    if (lines) lines.push(line);
    else wanted.set(own, [line]);
  }
  const places = new Map<string, Place[]>();
  let visits = 0;
  const walk = (draft: Draft, base: bigint, clipFrom: bigint, clipTo: bigint, depth: number): void => {
    if (!draft.enabled || depth > LIMITS.depth || ++visits > LIMITS.visits) return;
    const start = base + draft.addr;
    const end = start + draft.size;
    const from = start > clipFrom ? start : clipFrom;
    const to = end < clipTo ? end : clipTo;
    if (from >= to) return;
    if (draft.alias) {
      walk(draft.alias, start - draft.alias.addr - draft.aliasOffset, from, to, depth + 1);
      return;
    }
    for (const child of draft.subregions) walk(child, start, from, to, depth + 1);
    if (draft.type !== 'i/o' && draft.type !== 'container') return;
    const own = `${BigInt.asUintN(64, start)}:${draft.name}`;
    if (!wanted.has(own)) return;
    const found = places.get(own);
    if (found) found.push({ draft, from, to });
    else places.set(own, [{ draft, from, to }]);
  };
  walk(root, 0n, 0n, TWO_64, 0);
  for (const [own, lines] of wanted) {
    for (const line of lines) {
      const fitting = (places.get(own) ?? []).filter(({ from, to }) => from <= line.start && line.end < to);
      const chosen =
        fitting.find(({ draft }) => !isOpen(draft)) ??
        fitting.find(({ draft }) => draft.subregions.length === 0) ??
        fitting[0];
      if (!chosen) {
        if (line.type !== 'rom') strayNames.add(line.name);
        continue;
      }
      chosen.draft.terminates = true;
      chosen.draft.termination = 'evidence';
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
