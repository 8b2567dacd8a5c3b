import type { FlatView } from '../../memory/flat-view.ts';
import { groupNames } from '../../report/address-spaces.ts';
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
  return { title: lensTitle(view), name: own.name, target: dump.placesOf(own).user?.view.text.range.start };
}

/** "FlatView of system: 9 ranges, shared by 4 · 10 nodes · 71.4 KiB" */
function lensTitle(view: FlatView): string {
  const { root, ranges, addressSpaces, dispatch, bytes } = view;
  const users = addressSpaces.length;
  const shared = users > 1 ? `shared by ${grouped(users)}` : 'not shared';
  if (ranges.length === 0) return `Empty FlatView, ${shared}`;
  const figures = [
    `${count(ranges.length, 'range')}, ${shared}`,
    count(dispatch.nodes.length, 'node'),
    humanSize(bytes),
  ];
  return `FlatView of ${root?.name || groupNames(addressSpaces, 1)}: ${figures.join(' · ')}`;
}
