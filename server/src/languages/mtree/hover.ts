import { readLine } from '../../machine/dump/lines.ts';
import type { Machine } from '../../machine/machine.ts';
import type { CoreVersion } from '../../memory/behaviour.ts';
import { explainAddress, explainSharing, type Placement } from '../../memory/explain.ts';
import type { FlatView, Snapshot } from '../../memory/flat-view.ts';
import type { AddressSpace } from '../../memory/region.ts';
import { groupNames } from '../../report/address-spaces.ts';
import { code, escapeMarkdown } from '../../report/markdown.ts';
import { sharingSentence, walkMarkdown } from '../../report/sharing.ts';
import { grouped, hex, hex16, humanSize } from '../../text/hex.ts';
import { LineIndex } from '../../text/line-index.ts';
import type { Hover } from '../model.ts';

/** What shows at the range under the cursor, what it hides, through which aliases, and in which FlatViews. */
export function dumpHover(
  text: string,
  machine: Machine,
  core: CoreVersion,
  snapshot: Snapshot,
  offset: number,
): Hover | undefined {
  const index = new LineIndex(text);
  const range = index.lineRange(index.lineAt(offset));
  const line = readLine(text.slice(range.start, range.end), range);
  if (line.kind === 'address-space' || line.kind === 'user') {
    const space = spaceAt(machine, range.start) ?? machine.topology.addressSpaces.find((s) => s.name === line.name);
    return space && { markdown: spaceMarkdown(space, core, snapshot), range: line.range };
  }
  if (line.kind !== 'region') return undefined;
  const size = line.end - line.start + 1n;
  const parts = [`${code(line.name)} ${hex16(line.start)}-${hex16(line.end)}: ${hex(size)} bytes, ${humanSize(size)}`];
  const space = spaceOf(text, machine, index, index.lineAt(offset));
  if (line.disabled) parts.push('Disabled: neither it nor anything below it shows.');
  if (space) parts.push(addressMarkdown(space, line.start, snapshot));
  else parts.push('Not in an address space here: it shows where an alias leads to it.');
  return { markdown: parts.join('\n\n'), range: line.range };
}

/** The address space whose line begins at `start`. */
function spaceAt(machine: Machine, start: number): AddressSpace | undefined {
  const id = [...machine.places.addressSpaces].find(([, place]) => place.start === start)?.[0];
  return id === undefined ? undefined : machine.topology.addressSpaces[id];
}

/** The address space whose block or view holds a line. */
function spaceOf(text: string, machine: Machine, index: LineIndex, from: number): AddressSpace | undefined {
  for (let i = from; i >= 0; i--) {
    const range = index.lineRange(i);
    const line = readLine(text.slice(range.start, range.end), range);
    if (line.kind === 'memory-region') return undefined;
    if (line.kind === 'address-space' || line.kind === 'user') {
      const own = [...machine.places.addressSpaces].find(([, place]) => place.start === range.start)?.[0];
      return machine.topology.addressSpaces.find((space) =>
        own === undefined ? space.name === line.name : space.id === own,
      );
    }
  }
  return undefined;
}

function addressMarkdown(space: AddressSpace, address: bigint, snapshot: Snapshot): string {
  const { visible, hidden } = explainAddress(space.root, address);
  const lines = [`At ${code(hex16(address))} in ${code(space.name)}:`];
  lines.push(visible ? `- shows ${way(visible)}` : '- nothing shows (unassigned)');
  for (const place of hidden.slice(0, 5)) lines.push(`- hides ${way(place)}`);
  if (hidden.length > 5) lines.push(`- hides ${hidden.length - 5} more`);
  const view = snapshot.viewOf[space.id];
  if (visible && view) {
    const others = snapshot.views.filter((v) => v.ranges.some((r) => r.region === visible.region));
    lines.push(
      `- ${code(visible.region.name)} is in ${others.length} of ${snapshot.views.length} FlatViews; this one: ${escapeMarkdown(viewLine(view))}`,
    );
  }
  return lines.join('\n');
}

function way({ region, offset, chain, readonly }: Placement): string {
  const at = offset === 0n ? '' : ` at offset ${code(hex(offset))}`;
  const through = chain.filter((r) => r.alias).map((r) => code(r.name));
  return `${code(region.name)}${at}${readonly ? ', read-only' : ''}${through.length > 0 ? `, through ${through.join(', ')}` : ''}`;
}

const viewLine = (view: FlatView): string =>
  `${view.addressSpaces.length} address space${view.addressSpaces.length === 1 ? '' : 's'}, ${view.ranges.length} ranges, ${view.dispatch.nodes.length} nodes, ${humanSize(view.bytes)}`;

/** An address space's view, whose it is besides, how its root is found, and why the first other one does not share it. */
function spaceMarkdown(space: AddressSpace, core: CoreVersion, snapshot: Snapshot): string {
  const view = snapshot.viewOf[space.id];
  if (!view) return code(space.name);
  const { addressSpaces } = snapshot.topology;
  const other = addressSpaces.find((candidate) => snapshot.viewOf[candidate.id] !== view);
  const sharing = other && explainSharing(space, other, core.behaviour);
  const { a: walk } = sharing ?? explainSharing(space, space, core.behaviour);
  return [
    `FlatView with root ${view.root ? code(view.root.name) : 'none: the empty view'}: ${escapeMarkdown(viewLine(view))}`,
    `Used by ${grouped(view.addressSpaces.length)}: ${code(groupNames(view.addressSpaces))}`,
    `How its root is found (core ${escapeMarkdown(core.name)}):\n${walkMarkdown(walk)}`,
    other && sharing ? sharingSentence(space.name, other.name, sharing) : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}
