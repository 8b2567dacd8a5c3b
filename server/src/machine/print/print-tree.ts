import type { AddressSpace, MemoryRegion, Topology } from '../../memory/region.ts';
import { hex16 } from '../../text/hex.ts';
import { pushTo } from '../../text/multimap.ts';
import { typeText } from './print-flatviews.ts';

export interface TreeOptions {
  /** Disabled regions too: `info mtree -D`. */
  readonly disabled?: boolean;
}

/**
 * A machine's tree as `info mtree [-D]` prints it from 7.0 on: address spaces of one root together, alias targets
 * behind, in the order of first reference (mtree_print_mr).
 */
export function printTree(topology: Topology, { disabled = false }: TreeOptions = {}): string {
  const lines: string[] = [];
  const queue: MemoryRegion[] = [];
  const queued = new Set<MemoryRegion>();
  const print = (region: MemoryRegion, level: number, base: bigint): void => {
    const start = base + region.addr;
    if (region.alias && !queued.has(region.alias)) {
      queued.add(region.alias);
      queue.push(region.alias);
    }
    if (region.enabled || disabled) lines.push(regionLine(region, level, start));
    // a list, not recursion over aliases: children of an alias are never looked at
    for (const child of printOrder(region)) if (level < 128) print(child, level + 1, start);
  };
  for (const [root, spaces] of byRoot(topology.addressSpaces)) {
    for (const name of spaces.map((space) => space.name).sort()) lines.push(`address-space: ${name}`);
    print(root, 1, 0n);
    lines.push('');
  }
  for (let region = queue.shift(); region; region = queue.shift()) {
    lines.push(`memory-region: ${region.name}`);
    print(region, 1, 0n);
    lines.push('');
  }
  return `${lines.join('\n')}\n`;
}

function byRoot(spaces: readonly AddressSpace[]): Map<MemoryRegion, AddressSpace[]> {
  const groups = new Map<MemoryRegion, AddressSpace[]>();
  for (const space of spaces) {
    pushTo(groups, space.root, space);
  }
  return groups;
}

/** By address, then by priority, the higher first; the list's own order among the rest. */
const printOrder = (region: MemoryRegion): MemoryRegion[] =>
  [...region.subregions].sort((a, b) => (a.addr < b.addr ? -1 : a.addr > b.addr ? 1 : b.priority - a.priority));

/** One line of a tree, with its indent. */
export function regionLine(region: MemoryRegion, level: number, start: bigint): string {
  const end = region.size === 0n ? start : start + region.size - 1n;
  const nonvolatile = region.nonvolatile ? 'nv-' : '';
  const type = region.alias ? typeText(aliased(region.alias)) : typeText(region);
  const overflow = end >> 64n !== start >> 64n ? '[DETECTED OVERFLOW!] ' : '';
  const head = `${overflow}${'  '.repeat(level)}${hex16(start)}-${hex16(end)} (prio ${region.priority}, ${nonvolatile}${type}): `;
  const mark = region.enabled ? '' : ' [disabled]';
  if (!region.alias) return `${head}${region.name}${mark}`;
  const last = region.size === 0n ? region.aliasOffset : region.aliasOffset + region.size - 1n;
  return `${head}alias ${region.name} @${region.alias.name} ${hex16(region.aliasOffset)}-${hex16(last)}${mark}`;
}

function aliased(region: MemoryRegion): MemoryRegion {
  let target = region;
  for (let i = 0; target.alias && i < 128; i++) target = target.alias;
  return target;
}
