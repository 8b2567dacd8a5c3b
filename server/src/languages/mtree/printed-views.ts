import type { RegionLine, SectionLine } from '../../machine/dump/lines.ts';
import type { ViewText } from '../../machine/dump/sections.ts';
import { explainAddress } from '../../memory/explain.ts';
import type { FlatRange, FlatView, Snapshot } from '../../memory/flat-view.ts';
import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import { pushTo } from '../../text/multimap.ts';

/** A FlatView that the dump prints, and the one of the model that has its address spaces. */
export interface PrintedView {
  readonly text: ViewText;
  /** undefined where the tree has none of its address spaces. */
  readonly model: FlatView | undefined;
  /** For each `AS` line the address space that it names. */
  readonly spaces: readonly (AddressSpace | undefined)[];
}

/**
 * Pairs the views that one `info mtree -f` prints with those of the model. Names of address spaces repeat; where that
 * leaves a choice, the view with the printed root and content has it.
 */
export function pairViews(flat: readonly ViewText[], snapshot: Snapshot): readonly PrintedView[] {
  const free = new Map<string, AddressSpace[]>();
  const nameless = new Map<string, AddressSpace[]>();
  for (const space of snapshot.topology.addressSpaces) {
    pushTo(free, keyOf(space.name, space.root.name, space.root.alias?.name), space);
    // 2.9 and 2.10 print no root
    pushTo(nameless, keyOf(space.name, '', undefined), space);
  }
  const taken = new Set<AddressSpace>();
  return flat.map((text) => {
    const queues = text.users.map(({ name, root, alias }) => {
      const key = keyOf(name, root, alias);
      return (root === '' ? nameless.get(key) : free.get(key)) ?? [];
    });
    const model = choose(text, queues, snapshot, taken);
    const spaces = queues.map((queue) => {
      while (queue[0] && taken.has(queue[0])) queue.shift();
      const at = queue.findIndex((space) => !taken.has(space) && snapshot.viewOf[space.id] === model);
      const [space] = at < 0 ? [] : queue.splice(at, 1);
      if (space) taken.add(space);
      return space;
    });
    return { text, model, spaces };
  });
}

const keyOf = (name: string, root: string, alias: string | undefined): string => `${name}\0${root}\0${alias ?? ''}`;

/** Candidates beyond these are alike: a machine has hundreds of idle devices of one name. */
const MOST_CANDIDATES = 16;

function choose(
  text: ViewText,
  queues: readonly (readonly AddressSpace[])[],
  { viewOf }: Snapshot,
  taken: ReadonlySet<AddressSpace>,
): FlatView | undefined {
  const candidates = new Set<FlatView>();
  for (const queue of new Set(queues)) {
    for (const space of queue) {
      const view = taken.has(space) ? undefined : viewOf[space.id];
      if (view) candidates.add(view);
      if (candidates.size >= MOST_CANDIDATES) break;
    }
  }
  let best: FlatView | undefined;
  let most = -1;
  for (const view of candidates) {
    const score =
      (sameContent(text.ranges, view.ranges) ? 2 : 0) +
      (view.root?.name === text.root ? 1 : 0) +
      (view.addressSpaces.length === text.users.length ? 1 : 0);
    if (score > most) [best, most] = [view, score];
  }
  return best;
}

const sameContent = (lines: readonly RegionLine[], ranges: readonly FlatRange[]): boolean =>
  lines.length === ranges.length &&
  lines.every((line, i) => ranges[i]?.start === line.start && ranges[i]?.region.name === line.name);

/** The range of a sorted list that holds an address. */
export function rangeAt(ranges: readonly FlatRange[], address: bigint): FlatRange | undefined {
  const range = ranges[firstEndingAfter(ranges, address)];
  return range && range.start <= address ? range : undefined;
}

/** The index of the first range whose end is past `address`. */
export function firstEndingAfter(ranges: readonly FlatRange[], address: bigint): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range && range.start + range.size <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The printed range that holds an address. */
export const lineAt = (lines: readonly RegionLine[], address: bigint): RegionLine | undefined =>
  lines.find((line) => line.start <= address && address <= line.end);

/** The region that a printed range shows: what the model shows there, or what it has hidden there, of that name. */
export function regionOfRange({ model, text }: PrintedView, line: RegionLine): MemoryRegion | undefined {
  if (!model) return undefined;
  const range = rangeAt(model.ranges, line.start);
  if (range?.region.name === line.name) return range.region;
  const root = text.root === undefined || !model.root ? model.addressSpaces[0]?.root : model.root;
  if (!root) return undefined;
  const { visible, hidden } = explainAddress(root, line.start);
  return [...(visible ? [visible] : []), ...hidden].find(({ region }) => region.name === line.name)?.region;
}

/** The region of a section; reserved sections and subpage containers have none. */
export function regionOfSection({ model }: PrintedView, line: SectionLine): MemoryRegion | undefined {
  if (!model || line.name === '(noname)') return undefined;
  const range = rangeAt(model.ranges, line.start);
  return range?.region.name === line.name ? range.region : undefined;
}
