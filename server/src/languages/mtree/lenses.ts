import type { FlatView } from '../../memory/flat-view.ts';
import { groupNames } from '../../report/address-spaces.ts';
import { visible } from '../../report/markdown.ts';
import { grouped, humanSize } from '../../text/hex.ts';
import type { LensPlace } from '../model.ts';
import type { Dump } from './dump.ts';
import { count } from './sizes.ts';

/** A place above each address space; those that are printed together have one. */
export const dumpLensPlaces = (dump: Dump): readonly LensPlace[] =>
  dump.entries.flatMap((entry): LensPlace[] =>
    entry.kind === 'space' && entry.space && entry.block.spaces[0] === entry.line
      ? [{ range: entry.range, data: { kind: 'space', space: entry.space.id } }]
      : [],
  );

/** What the lens of an address space says, and the offset of its view in the text, where it is printed. */
export function dumpLens(
  dump: Dump,
  space: number,
): { title: string; name: string; target: number | undefined } | undefined {
  const view = dump.snapshot.viewOf[space];
  const own = dump.snapshot.topology.addressSpaces[space];
  if (!view || !own) return undefined;
  const { line, user } = dump.placesOf(own);
  const views = new Set(line && dump.spacesOf(line.block).map(({ id }) => dump.snapshot.viewOf[id]));
  const title = views.size > 1 ? titleOfMany(view, views.size) : titleOf(view);
  return { title: visible(title), name: own.name, target: user?.view.text.range.start };
}

/** "FlatView of system: 9 ranges, shared by 4 · 10 nodes · 71.4 KiB" */
function titleOf(view: FlatView): string {
  const users = view.addressSpaces.length;
  const shared = users > 1 ? `shared by ${grouped(users)}` : 'not shared';
  if (view.ranges.length === 0) return `Empty FlatView, ${shared}`;
  return `FlatView of ${rootName(view)}: ${count(view.ranges.length, 'range')}, ${shared} · ${costs(view)}`;
}

/** "9 FlatViews of system, none shared: each 9 ranges · 10 nodes · 71.4 KiB": under a core that shares nothing. */
function titleOfMany(view: FlatView, views: number): string {
  const each = view.ranges.length === 0 ? 'empty' : `${count(view.ranges.length, 'range')} · ${costs(view)}`;
  return `${grouped(views)} FlatViews of ${rootName(view)}, none shared: each ${each}`;
}

const rootName = ({ root, addressSpaces }: FlatView): string => root?.name || groupNames(addressSpaces, 1);

const costs = ({ dispatch, bytes }: FlatView): string =>
  `${count(dispatch.nodes.length, 'node')} · ${humanSize(bytes)}`;
