import type { FlatRange } from '../../../memory/flat-view.ts';
import { pushTo } from '../../../text/multimap.ts';
import type { Draft, SpaceDraft } from '../draft.ts';
import type { RegionLine } from '../lines.ts';
import type { ViewText } from '../printed.ts';
import type { RootIdentity } from '../regions.ts';
import type { Renderings } from './renderings.ts';

/** How many pairs are looked at in one piece. */
export const PAIRS_A_STEP = 25;

/** A view that the dump prints, with a root that the tree gives it. */
export interface PrintedView {
  readonly root: Draft;
  readonly view: ViewText;
}

const key = (name: string, root: string, alias: string | undefined): string => `${name}\0${root}\0${alias ?? ''}`;

/**
 * Names the root region of an address space by the view that is keyed by it: two address spaces that use a view whose
 * root is their own have one root. undefined where a name stands for several address spaces in several views.
 */
export function rootIdentity(views: readonly ViewText[]): RootIdentity {
  const viewOf = new Map<string, ViewText | undefined>();
  for (const view of views) {
    for (const user of view.users) {
      const own = key(user.name, user.root, user.alias);
      viewOf.set(own, viewOf.has(own) && viewOf.get(own) !== view ? undefined : view);
    }
  }
  return (space, root, target) => {
    const view = target === undefined ? viewOf.get(key(space, root, target)) : undefined;
    return view?.root === root ? view : undefined;
  };
}

/**
 * Pairs each printed view with the roots of the address spaces that use it. Names repeat: address spaces of one name in
 * several views are paired by content where the content is equal, the rest in order.
 */
export function pairViews(
  spaces: readonly SpaceDraft[],
  views: readonly ViewText[],
  renderings: Renderings,
): readonly PrintedView[] {
  const named = new Map<string, SpaceDraft[]>();
  const firstOf = new Map<string, string>();
  for (const space of spaces) {
    const own = key(space.name, space.root.name, space.root.target);
    pushTo(named, own, space);
    if (!firstOf.has(space.name)) firstOf.set(space.name, own);
  }
  const users = new Map<string, ViewText[]>();
  for (const view of views) {
    for (const user of view.users) {
      const own = key(user.name, user.root, user.alias);
      // 2.9 and 2.10 print no root
      const found = named.has(own) ? own : user.root === '' ? firstOf.get(user.name) : undefined;
      if (found === undefined) continue;
      pushTo(users, found, view);
    }
  }
  const pairs: PrintedView[] = [];
  const seen = new Map<ViewText, Set<Draft>>();
  for (const [own, group] of users) {
    for (const [view, { root }] of match(named.get(own) ?? [], group, renderings)) {
      const roots = seen.get(view) ?? new Set();
      seen.set(view, roots);
      if (!roots.has(root)) pairs.push({ view, root });
      roots.add(root);
    }
  }
  return pairs;
}

function match(
  spaces: readonly SpaceDraft[],
  views: readonly ViewText[],
  renderings: Renderings,
): [ViewText, SpaceDraft][] {
  const [view] = views;
  if (!view) return [];
  if (views.every((v) => v === view)) return spaces.map((space) => [view, space]);
  // a view without a root has no ranges where others have one
  const keyed = views.find((candidate) => candidate.root !== undefined) ?? view;
  const pairs: [ViewText, SpaceDraft][] = [];
  let spacesLeft = spaces;
  let viewsLeft = views;
  const pairBy = (ofSpace: (space: SpaceDraft) => string, ofView: (view: ViewText) => string): void => {
    const named = new Map<string, SpaceDraft[]>();
    for (const space of spacesLeft) pushTo(named, ofSpace(space), space);
    viewsLeft = viewsLeft.filter((candidate) => {
      const found = named.get(ofView(candidate))?.shift();
      if (found) pairs.push([candidate, found]);
      return !found;
    });
    spacesLeft = [...named.values()].flat();
  };
  pairBy(
    ({ root }) => renderings.printed(root, keyed).map(contentOfRange).join(),
    ({ body }) => body.ranges.map(contentOfLine).join(),
  );
  // what terminates is not known yet; the region that keys the view mostly is
  pairBy(
    ({ root }) => renderings.key(root)?.name ?? '',
    (candidate) => candidate.root ?? '',
  );
  for (const [i, candidate] of viewsLeft.entries()) {
    const space = spacesLeft[i];
    if (space) pairs.push([candidate, space]);
  }
  return pairs;
}

const contentOfRange = ({ start, size, region }: FlatRange): string => `${start}+${size}:${region.name}`;
const contentOfLine = ({ start, end, name }: RegionLine): string => `${start}+${end - start + 1n}:${name}`;
