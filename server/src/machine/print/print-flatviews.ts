import type { FlatRange, FlatView } from '../../memory/flat-view.ts';
import type { AddressSpace } from '../../memory/region.ts';
import { append } from '../../text/append.ts';
import { hex16 } from '../../text/hex.ts';
import { DEFAULT_FORMAT, type TextFormat } from '../formats.ts';
import { printDispatch } from './print-dispatch.ts';
import { typeText } from './region-type.ts';
import { NO_FACTS, type TextFacts } from './text-facts.ts';

export interface FlatViewOptions {
  /** How the text looks; a format without views prints none. */
  readonly format?: TextFormat;
  /** The dispatch trees too: -d. Where the format has it. */
  readonly dispatch?: boolean;
  /** Owners: -o. Where the format has it, and the facts have them. */
  readonly owners?: boolean;
  readonly facts?: TextFacts;
  /** A number for each view; its index where absent. */
  readonly numbers?: ReadonlyMap<FlatView, number>;
  /** The accelerator that marks ranges: whether it has a memory slot for just this range (AccelClass.has_memory). */
  readonly accelerator?: Accelerator;
  /** Whether two address spaces are one to the core; for the formats that print each address space by itself. */
  readonly areOne?: (a: AddressSpace, b: AddressSpace) => boolean;
}

export interface Accelerator {
  /** Its name in `-accel` (4.1 to 4.2). */
  readonly option: string;
  /** The name of its class (5.0 and later). */
  readonly name: string;
  readonly hasMemory: (space: AddressSpace, range: FlatRange) => boolean;
}

/** FlatViews as `info mtree -f [-d] [-o]` prints them; `[MRU]`, which a run's history decides, is left out. */
export function printFlatViews(views: readonly FlatView[], options: FlatViewOptions = {}): string {
  const format = options.format ?? DEFAULT_FORMAT;
  if (format.views === 'none') return '';
  if (format.views === 'each-once') return views.map((view) => printFlatView(view, options)).join('');
  const users = views.flatMap((view) => ownSpaces(view, options).map((space) => ({ space, view })));
  users.sort((a, b) => a.space.id - b.space.id);
  return users.map(({ space, view }) => printOfSpace(space, view, options)).join('');
}

/** The address spaces of a view, those that are one to the core once. */
const ownSpaces = ({ addressSpaces }: FlatView, { areOne }: FlatViewOptions): readonly AddressSpace[] =>
  addressSpaces.filter((space, i) => !addressSpaces.slice(0, i).some((earlier) => areOne?.(earlier, space)));

/** One view, with the blank line that ends it, as 2.11 and later print it. */
export function printFlatView(view: FlatView, options: FlatViewOptions = {}): string {
  const { dispatch = false, numbers, format = DEFAULT_FORMAT } = options;
  const lines = [`FlatView #${numbers?.get(view) ?? view.id}`];
  for (const { name, root } of view.addressSpaces) {
    lines.push(` AS "${name}", root: ${root.name}${root.alias ? `, alias ${root.alias.name}` : ''}`);
  }
  lines.push(` Root memory region: ${view.root?.name ?? '(none)'}`);
  if (view.ranges.length === 0) return `${[...lines, '  No rendered FlatView'].join('\n')}\n\n`;
  for (const range of view.ranges) lines.push(rangeLine(range, view.addressSpaces, options));
  if (dispatch && format.dispatch && view.root) append(lines, printDispatch(view.dispatch, view.root, format));
  return `${lines.join('\n')}\n\n`;
}

/** One address space and its view, as 2.9 and 2.10 print them. */
function printOfSpace({ name }: AddressSpace, view: FlatView, { format }: FlatViewOptions): string {
  const lines = view.ranges.map((range) => printRange(range, format));
  if (lines.length === 0) lines.push(`  No rendered FlatView for address space '${name}'`);
  return `address-space (flat view): ${name}\n${lines.join('\n')}\n\n`;
}

function rangeLine(range: FlatRange, spaces: readonly AddressSpace[], options: FlatViewOptions): string {
  const { format = DEFAULT_FORMAT, owners, facts = NO_FACTS, accelerator } = options;
  const owner = owners && format.owners ? facts.owners.get(range.region.id) : undefined;
  const slots = format.accelerator === 'none' ? [] : spaces.filter((space) => accelerator?.hasMemory(space, range));
  const name = format.accelerator === 'option' ? accelerator?.option : accelerator?.name;
  return `${printRange(range, format)}${owner === undefined ? '' : ` ${owner}`}${slots.map(() => ` ${name}`).join('')}`;
}

/** `  H-H (prio P, TYPE): NAME[ @H]`: the priority is the region's own in its container. */
export function printRange(range: FlatRange, format: TextFormat = DEFAULT_FORMAT): string {
  const { start, size, region, offset } = range;
  const type = range.readonly ? 'rom' : typeText(region, format);
  const at = offset === 0n ? '' : ` @${hex16(offset)}`;
  const nonvolatile = format.nonvolatile && range.nonvolatile ? 'nv-' : '';
  return `  ${hex16(start)}-${hex16(start + size - 1n)} (prio ${region.priority}, ${nonvolatile}${type}): ${region.name}${at}`;
}
