import { pushTo } from '../../../text/multimap.ts';
import type { Draft, SpaceDraft } from '../draft.ts';
import type { RegionLine } from '../lines.ts';
import type { ViewText } from '../printed.ts';
import type { RootIdentity } from '../regions.ts';
import type { Renderings } from './renderings.ts';

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
  const left = new Map<string, SpaceDraft[]>();
  for (const candidate of spaces) {
    const content = renderings
      .printed(candidate.root, keyed)
      .map((r) => `${r.start}+${r.size}:${r.region.name}`)
      .join();
    pushTo(left, content, candidate);
  }
  const pairs: [ViewText, SpaceDraft][] = [];
  const unpaired: ViewText[] = [];
  for (const candidate of views) {
    const found = left.get(candidate.body.ranges.map(contentOf).join())?.shift();
    if (found) pairs.push([candidate, found]);
    else unpaired.push(candidate);
  }
  const rest = [...left.values()].flat();
  for (const [i, candidate] of unpaired.entries()) {
    const space = rest[i];
    if (space) pairs.push([candidate, space]);
  }
  return pairs;
}

const contentOf = (line: RegionLine): string => `${line.start}+${line.end - line.start + 1n}:${line.name}`;
