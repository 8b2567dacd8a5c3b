import type { DumpType, NodeRowLine } from '../../machine/dump/lines.ts';
import { NIL, NODE_BITS, ptrOf, skipOf } from '../../memory/dispatch.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import { code, escapeMarkdown } from '../../report/markdown.ts';
import { hex, hex16, humanSize } from '../../text/hex.ts';
import type { Dump, Entry, EntryOf } from './dump.ts';
import { disabledAbove } from './hover-region.ts';
import type { PrintedView } from './printed-views.ts';
import { count } from './sizes.ts';
import type { Subject } from './subject.ts';

/** What the word of a region's type says (memory_region_type). */
const TYPES: Readonly<Record<DumpType, string>> = {
  'i/o': 'i/o: handled by callbacks, or a pure container, which QEMU prints alike.',
  container: 'container: shows only what is in it; its gaps let lower siblings through.',
  ram: 'ram: host memory, read and written directly.',
  rom: 'rom: host memory that the guest cannot write; in a FlatView, whatever is read-only on the way to it.',
  romd: 'romd: a ROM device in ROM mode: read directly, written by callbacks.',
  ramd: 'ramd: memory of a host device that is mapped into the guest.',
  RW: 'RW: read directly, and writes count (QEMU before 2.9 printed the access instead of the type).',
  'R-': 'R-: read directly, and writes are ignored or handled (QEMU before 2.9 printed the access instead of the type).',
  '-W': '-W: reads are handled by callbacks (QEMU before 2.9 printed the access instead of the type).',
  '--': '--: neither read directly nor written (QEMU before 2.9 printed the access instead of the type).',
};

const MARKS: Readonly<Record<string, string>> = {
  '[unassigned]': 'What answers where nothing is mapped.',
  '[ROOT]': 'The section shows the root region of this FlatView itself.',
  '[MRU]': 'The section that was used last when the dump was taken; it depends on what the guest did.',
  '[iommu]': 'Accesses are translated by an IOMMU.',
};

/** By position, not by content, from 4.2 on, when the reserved sections had gone (50b107c5d6, 7b0d792ce1, 08565552f7). */
const STALE_MARKS = new Set(['[not dirty]', '[ROM]', '[watch]']);

/** One plain sentence on a word that names neither a region nor an address. */
export function wordMarkdown(dump: Dump, { entry, part, region }: Subject): string | undefined {
  if (!part) return undefined;
  const word = dump.text.slice(part.range.start, part.range.end);
  switch (part.kind) {
    case 'disabled':
      return `Disabled: ${region ? code(region.name) : 'this'} and all below it are skipped; what is under it shows.`;
    case 'priority':
      return priority(entry, region);
    case 'type':
      return type(entry, region);
    case 'offset':
      return `The range begins at offset ${code(hex(BigInt(`0x${word.slice(1)}`)))} in ${region ? code(region.name) : 'its region'}.`;
    case 'owner':
      return `Who made the region, in QEMU's object tree: ${code(word)}.`;
    case 'accelerator':
      return `${escapeMarkdown(word)} has a memory slot for exactly this range.`;
    case 'mark':
      if (STALE_MARKS.has(word))
        return 'QEMU puts this mark on sections 1 to 3 by number; since 4.2 those are ordinary sections.';
      return MARKS[word];
    default:
      return undefined;
  }
}

function priority(entry: Entry, region: MemoryRegion | undefined): string {
  const container = region?.container;
  if (!region || !container)
    return 'Order among the regions of one container: the higher hides the lower. This one has no container.';
  const where = `${region.priority} among the ${count(container.subregions.length, 'region')} of ${code(container.name)}`;
  const inView = entry.kind === 'range' ? " It is the region's own, so it does not order this FlatView." : '';
  return `Priority ${where}: the higher hides the lower, the newest wins among equals; priorities of different containers are never compared.${inView}`;
}

function type(entry: Entry, region: MemoryRegion | undefined): string | undefined {
  if (entry.kind !== 'node' && entry.kind !== 'range') return undefined;
  const { line } = entry;
  const parts = [`${TYPES[line.type]}${line.nonvolatile ? ' nv-: non-volatile.' : ''}`];
  if (region?.kind === 'container' && line.type === 'i/o') parts.push(`${code(region.name)} is taken for a container.`);
  else if (region?.alias && entry.kind === 'node')
    parts.push('On an alias: from 5.0 on the type of what it shows, before that always i/o.');
  else if (region?.kind === 'iommu') parts.push(`${code(region.name)} is an IOMMU region.`);
  if (region && disabledAbove(region) === region) parts.push('It is disabled.');
  return parts.join(' ');
}

/** What a section of a dispatch tree is. */
export function sectionWords({ line }: EntryOf<'section'>): string {
  const what = `Section ${line.index} of the dispatch tree: ${code(`${hex16(line.start)}..${hex16(line.end)}`)}, ${humanSize(line.end - line.start + 1n)}.`;
  if (line.name !== '(noname)') return what;
  return `${what} ${line.index === 0 ? 'It answers where nothing is mapped.' : 'A page that several sections share: a subpage looks the section up by byte.'}`;
}

/** A row of a node: which bits of an address lead here, and where they lead to. */
export function nodeRowMarkdown(dump: Dump, { line, view, node }: EntryOf<'node-row'>): string {
  const rows = line.first === line.last ? `Entry ${line.first}` : `Entries ${line.first} to ${line.last}`;
  const level = levelOf(view, node);
  const bits = level === undefined ? ' (compaction goes round it)' : ` (${levelWords(dump, level)})`;
  return `${rows} of node ${node}${bits}: ${pointerWords(line, view)}`;
}

function levelWords({ machine }: Dump, level: number): string {
  const low = machine.topology.pageBits + level * NODE_BITS;
  return `address bits ${low} to ${Math.min(63, low + NODE_BITS - 1)}, ${humanSize(1n << BigInt(low))} each`;
}

function pointerWords({ skip, pointer }: NodeRowLine, view: PrintedView): string {
  if (pointer === 'NIL') return 'nothing is mapped there.';
  const section = /^#(\d+)$/.exec(pointer);
  if (!section)
    return `${count(skip, 'level')} down to node ${code(pointer)}${skip > 1 ? '; the nodes between have one entry and are skipped' : ''}.`;
  const found = view.text.sections.find(({ index }) => index === Number(section[1]));
  if (!found) return `section ${code(pointer)}.`;
  if (found.index === 0) return 'nothing is mapped there (section 0, unassigned).';
  return `section ${code(pointer)}, ${code(found.name)} ${code(`${hex16(found.start)}..${hex16(found.end)}`)}.`;
}

/** How many levels are below a node: 0 where its entries are pages; undefined where no entry leads to it any more. */
function levelOf({ model, text }: PrintedView, wanted: number): number | undefined {
  const tree = model?.dispatch;
  if (!tree || tree.nodes.length !== text.nodes.length) return undefined;
  const levels = new Map<number, number>();
  const visit = (entry: number, above: number): void => {
    const node = tree.nodes[ptrOf(entry)];
    if (skipOf(entry) === 0 || ptrOf(entry) === NIL || !node || levels.has(ptrOf(entry))) return;
    levels.set(ptrOf(entry), above - skipOf(entry));
    for (const below of node) visit(below, above - skipOf(entry));
  };
  visit(tree.root, tree.levels);
  return levels.get(wanted);
}
