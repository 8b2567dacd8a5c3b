import { pushTo } from '../../../text/multimap.ts';
import type { SpaceDraft } from '../draft.ts';
import type { TreeSection, ViewText } from '../printed.ts';
import type { Renderings } from './renderings.ts';

interface Named {
  readonly name: string;
  readonly root: string;
  readonly alias: string | undefined;
}

const wordsOf = ({ name, root, alias }: Named): string => `${name}\0${root}\0${alias ?? ''}`;
const wordsOfSpace = ({ name, root }: SpaceDraft): string =>
  wordsOf({ name, root: root.name, alias: root.alias?.name ?? root.target });

const bag = (words: readonly string[]): string => [...words].sort().join('\n');

/** A tree that prints one root twice is of a release before 7.0, which prints address spaces as they were created. */
export const isInOrder = ({ blocks }: TreeSection, spaces: readonly SpaceDraft[]): boolean =>
  blocks.filter(({ region }) => !region).length > new Set(spaces.map(({ root }) => root)).size;

/**
 * Address spaces in the order in which they were created, as far as the text tells: a tree of 7.0 and later sorts those
 * of one root by name and the roots by hash, but a view lists its users in that order. Those of one view change places
 * among themselves; who stands first of two views stays open.
 */
export function creationOrder(
  spaces: readonly SpaceDraft[],
  views: readonly ViewText[],
  renderings: Renderings,
): readonly SpaceDraft[] {
  const printed = new Map<string, ViewText[]>();
  for (const view of views) pushTo(printed, bag(view.users.map(wordsOf)), view);
  const groups = new Map<unknown, number[]>();
  for (const [i, { root }] of spaces.entries()) pushTo(groups, renderings.key(root), i);
  const ordered = [...spaces];
  for (const places of groups.values()) {
    const own = places.flatMap((i) => spaces[i] ?? []);
    const view = printed.get(bag(own.map(wordsOfSpace)))?.shift();
    if (!view) continue;
    const byWords = new Map<string, SpaceDraft[]>();
    for (const space of own) pushTo(byWords, wordsOfSpace(space), space);
    for (const [n, user] of view.users.entries()) {
      const [place, space] = [places[n], byWords.get(wordsOf(user))?.shift()];
      if (place !== undefined && space) ordered[place] = space;
    }
  }
  return ordered;
}
