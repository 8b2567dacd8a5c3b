import type { RegionLine } from '../../machine/dump/lines.ts';
import type { Machine } from '../../machine/machine.ts';
import { typeText } from '../../machine/print/region-type.ts';
import type { FlatRange, Snapshot } from '../../memory/flat-view.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import { hex16 } from '../../text/hex.ts';
import { pushTo } from '../../text/multimap.ts';

/** A region as a tree prints it: with the addresses of its block, both ends inclusive. */
export interface PrintedRegion {
  readonly region: MemoryRegion;
  readonly start: bigint;
  readonly end: bigint;
}

/** A machine's regions by name, as its trees print them. */
export class PrintedTree {
  private readonly byName = new Map<string, PrintedRegion[]>();

  constructor({ topology }: Machine) {
    const starts = new Map<MemoryRegion, bigint>();
    const startOf = (region: MemoryRegion): bigint => {
      const chain: MemoryRegion[] = [];
      let at: MemoryRegion | undefined = region;
      while (at && !starts.has(at) && chain.length < 1000) {
        chain.push(at);
        at = at.container;
      }
      let start = at ? (starts.get(at) ?? 0n) : 0n;
      for (const one of chain.reverse()) {
        start = BigInt.asUintN(64, start + one.addr);
        starts.set(one, start);
      }
      return start;
    };
    for (const region of topology.regions) {
      const start = startOf(region);
      const end = region.size === 0n ? start : BigInt.asUintN(64, start + region.size - 1n);
      pushTo(this.byName, region.name, { region, start, end });
    }
  }

  named(name: string): readonly PrintedRegion[] {
    return this.byName.get(name) ?? [];
  }
}

/** How a region is otherwise than a line says, as clauses; empty where the line is right. */
export function regionDifferences({ region, start, end }: PrintedRegion, line: RegionLine): readonly string[] {
  const found: string[] = [];
  if (start !== line.start || end !== line.end) found.push(`it is at ${hex16(start)}-${hex16(end)}`);
  if (region.priority !== line.priority) found.push(`its priority is ${region.priority}`);
  const type = typeText(region);
  // to 4.2 an alias is i/o whatever it shows; access letters are of before 2.9
  const isAlias = line.alias !== undefined;
  const types = isAlias ? [type, 'i/o'] : [type, ...(type === 'i/o' ? ['container'] : [])];
  if (line.type.length > 2 && !types.includes(line.type)) found.push(`its type is ${type}`);
  if (line.alias && region.alias) {
    const { target, start: offset } = line.alias;
    if (region.alias.name !== target) found.push(`it shows ${region.alias.name}`);
    if (region.aliasOffset !== offset) found.push(`it shows from ${hex16(region.aliasOffset)} on`);
  } else if (line.alias) found.push('it is no alias');
  else if (region.kind === 'alias') found.push(`it is an alias of ${region.alias?.name ?? 'another region'}`);
  if (line.disabled && region.enabled) found.push('it is enabled');
  return found;
}

/** The ranges of a Snapshot by the name of their region, of the views that a block can be of. */
export function rangesByName({ views }: Snapshot, root: string): ReadonlyMap<string, readonly FlatRange[]> {
  const found = new Map<string, FlatRange[]>();
  const ofRoot = views.filter((view) => view.root?.name === root);
  for (const view of ofRoot.length > 0 ? ofRoot : views)
    for (const range of view.ranges) pushTo(found, range.region.name, range);
  return found;
}

/** How a range is otherwise than a line says, as clauses. */
export function rangeDifferences(range: FlatRange, line: RegionLine): readonly string[] {
  const found: string[] = [];
  const end = range.start + range.size - 1n;
  if (range.start !== line.start || end !== line.end) found.push(`it is at ${hex16(range.start)}-${hex16(end)}`);
  if (range.offset !== line.offset) found.push(`its offset is ${hex16(range.offset)}`);
  if (range.readonly !== (line.type === 'rom') && (line.type === 'rom' || line.type === 'ram'))
    found.push(range.readonly ? 'it is read-only' : 'it can be written');
  return found;
}
