import type { TreeBlock } from '../../machine/dump/sections.ts';
import { explainAddress, type Placement } from '../../memory/explain.ts';
import type { AddressSpace } from '../../memory/region.ts';
import { code } from '../../report/markdown.ts';
import { hex, hex16 } from '../../text/hex.ts';
import type { Dump, EntryOf } from './dump.ts';
import { lineAt, type PrintedView } from './printed-views.ts';
import { count, names, whose } from './sizes.ts';

/** What shows at an address of an address space, what it hides, and where the dump's own view says otherwise. */
export function inSpaceMarkdown(dump: Dump, space: AddressSpace, address: bigint): string {
  const { visible, hidden: below } = explainAddress(space.root, address);
  // one region by two ways hides nothing
  const hidden = below.filter(({ region, offset }) => region !== visible?.region || offset !== visible.offset);
  const view = dump.snapshot.viewOf[space.id];
  const others = view ? view.addressSpaces.filter((other) => other !== space) : [];
  const also = others.length > 0 ? ` (and in ${whose(others)}, which share its FlatView)` : '';
  const lines = [`At ${code(hex16(address))} in ${code(space.name)}${also}:`];
  lines.push(visible ? `- shows ${way(visible)}` : '- nothing shows (unassigned)');
  for (const place of hidden.slice(0, 5)) lines.push(`- hides ${way(place)}`);
  if (hidden.length > 5) lines.push(`- hides ${hidden.length - 5} more`);
  if (visible) {
    const shows = (dump.visibility.sights.get(visible.region) ?? []).filter((sight) => sight.shows > 0n).length;
    lines.push(`- ${code(visible.region.name)} shows in ${shows} of ${count(usedViews(dump), 'FlatView')}`);
  }
  return [lines.join('\n'), disagreement(dump, dump.printedViewOf(space), address, visible)]
    .filter(Boolean)
    .join('\n\n');
}

/** The same for a line of a printed view: the tree answers, and the line is what the dump says. */
export function inViewMarkdown(dump: Dump, { view }: EntryOf<'range'> | EntryOf<'section'>, address: bigint): string {
  const space = view.spaces.find((one) => one !== undefined);
  if (space) return inSpaceMarkdown(dump, space, address);
  return 'The tree in this file has no address space of this FlatView: what is behind it is not known.';
}

/** An address in the block of an alias' target: where it turns up, and what shows there. */
export function inTargetMarkdown(dump: Dump, block: TreeBlock, address: bigint): string {
  const root = block.root && dump.entryAt(block.root.line.range.start);
  const region = root?.kind === 'node' ? root.region : undefined;
  if (!region) return 'The machine that is read from this file has no such region here.';
  const offset = address - region.addr;
  const lines: string[] = [];
  let more = 0;
  for (const { view, windows } of dump.visibility.sights.get(region) ?? []) {
    for (const { start, from, to, through } of windows) {
      const at = start + offset;
      if (at < from || at >= to) continue;
      if (lines.length === 4) {
        more++;
        continue;
      }
      const [space] = view.addressSpaces;
      const visible = space && explainAddress(space.root, at).visible;
      const by = through.length > 0 ? ` through ${names(through)}` : '';
      const shows = visible ? `shows ${way(visible)}` : 'nothing shows';
      lines.push(`- in ${whose(view.addressSpaces)} at ${code(hex16(at))}${by}: ${shows}`);
    }
  }
  if (more > 0) lines.push(`- and at ${count(more, 'more place')}`);
  const head = `Offset ${code(hex(offset))} in ${code(region.name)}`;
  if (lines.length === 0) return `${head}: no address space reaches it.`;
  return `${head}:\n${lines.join('\n')}`;
}

/** What a dump's own view prints at an address, where that is not what the tree renders. */
function disagreement(
  dump: Dump,
  printed: PrintedView | undefined,
  address: bigint,
  visible: Placement | undefined,
): string {
  if (!printed || (printed.text.ranges.length > 0 && !printed.text.complete)) return '';
  const line = lineAt(printed.text.ranges, address);
  if (line?.name === visible?.region.name) return '';
  const place = dump.lineNumber((line?.range ?? printed.text.range).start);
  return `The dump's own view (line ${place}) shows ${line ? code(line.name) : 'nothing'} here. The tree is used: was it edited, or taken at another moment?`;
}

export function way({ region, offset, chain, readonly }: Placement): string {
  const at = offset === 0n ? '' : ` at offset ${code(hex(offset))}`;
  const through = chain.filter((r) => r.alias);
  return `${code(region.name)}${at}${readonly ? ', read-only' : ''}${through.length > 0 ? `, through ${names(through)}` : ''}`;
}

const usedViews = ({ snapshot }: Dump): number => snapshot.views.filter((view) => view.addressSpaces.length > 0).length;
