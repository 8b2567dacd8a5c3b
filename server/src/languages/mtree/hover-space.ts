import { explainSharing } from '../../memory/explain.ts';
import type { AddressSpace } from '../../memory/region.ts';
import { groupNames } from '../../report/address-spaces.ts';
import { code, escapeMarkdown } from '../../report/markdown.ts';
import { sharingSentence, walkMarkdown } from '../../report/sharing.ts';
import { grouped } from '../../text/hex.ts';
import type { Dump } from './dump.ts';
import type { PrintedView } from './printed-views.ts';
import { count, viewFigures } from './sizes.ts';

/** An address space's view, whose it is besides, how its root is found, and why the first other one does not share it. */
export function spaceMarkdown({ core, snapshot }: Dump, space: AddressSpace): string {
  const view = snapshot.viewOf[space.id];
  if (!view) return code(space.name);
  const { addressSpaces } = snapshot.topology;
  const other = addressSpaces.find((candidate) => snapshot.viewOf[candidate.id] !== view);
  const sharing = other && explainSharing(space, other, core.behaviour);
  const { a: walk } = sharing ?? explainSharing(space, space, core.behaviour);
  return [
    `FlatView with root ${view.root ? code(view.root.name) : 'none: the empty view'}: ${escapeMarkdown(viewFigures(view))}`,
    `Used by ${grouped(view.addressSpaces.length)}: ${code(groupNames(view.addressSpaces))}`,
    `How its root is found (core ${escapeMarkdown(core.name)}):\n${walkMarkdown(walk)}`,
    other && sharing ? sharingSentence(space.name, other.name, sharing) : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** A printed view: what the model makes of its address spaces, and where the two differ. */
export function viewMarkdown(dump: Dump, { text, model, spaces }: PrintedView): string {
  const [space] = spaces;
  if (!model || !space) {
    const facts = `FlatView of ${count(text.users.length, 'address space')}: ${count(text.ranges.length, 'range')}, ${count(text.nodes.length, 'node')}`;
    return `${facts}\n\nThe tree in this text has none of its address spaces: how its root is found is not known.`;
  }
  const differs = text.ranges.length !== model.ranges.length || text.users.length !== model.addressSpaces.length;
  const printed = `The dump prints ${count(text.ranges.length, 'range')} and ${count(text.users.length, 'address space')}; core ${escapeMarkdown(dump.core.name)} makes ${count(model.ranges.length, 'range')} and ${count(model.addressSpaces.length, 'address space')} of the tree.`;
  return [spaceMarkdown(dump, space), differs ? printed : ''].filter(Boolean).join('\n\n');
}
