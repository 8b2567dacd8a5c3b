import type { AddressSpace, MemoryRegion, Topology } from '../../memory/region.ts';
import { hex16 } from '../../text/hex.ts';
import { pushTo } from '../../text/multimap.ts';
import { DEFAULT_FORMAT, type TextFormat } from '../formats.ts';
import { accessLetters, typeText } from './region-type.ts';
import { NO_FACTS, type TextFacts } from './text-facts.ts';

export interface TreeOptions {
  readonly format?: TextFormat;
  /** Owners: -o. Where the format has it, and the facts have them. */
  readonly owners?: boolean;
  /** Disabled regions: -D. Where the format has no such option it does not matter. */
  readonly disabled?: boolean;
  readonly facts?: TextFacts;
}

/** As deep as dumps are read. */
const DEEPEST = 256;

/**
 * A machine's tree as `info mtree [-o] [-D]` prints it. Address spaces and roots come in the order of creation, as far
 * as it is known; from 7.0 on QEMU's own order is that of a hash table. Targets of aliases come behind, in the order of
 * first reference (mtree_print_mr, mtree_info).
 */
export function printTree(topology: Topology, options: TreeOptions = {}): string {
  const printer = new TreePrinter(options);
  return printer.print(topology);
}

class TreePrinter {
  private readonly format: TextFormat;
  private readonly shift: number;
  private readonly targets = new Set<MemoryRegion>();
  private text = '';

  constructor(private readonly options: TreeOptions) {
    this.format = options.format ?? DEFAULT_FORMAT;
    this.shift = this.format.blocks === 'bare' ? 0 : 1;
  }

  print(topology: Topology): string {
    const bare = this.format.blocks === 'bare';
    for (const spaces of this.groups(topology.addressSpaces)) {
      for (const { name } of spaces) this.text += bare ? `${name}\n` : `address-space: ${name}\n`;
      this.block(spaces[0]?.root);
    }
    if (bare) this.text += 'aliases\n';
    for (const target of this.inOrder(topology)) {
      this.text += bare ? `${target.name}\n` : `memory-region: ${target.name}\n`;
      this.block(target);
    }
    return this.text;
  }

  /** Targets of aliases in the order of first reference, each hidden alias' target before the one that follows it. */
  private *inOrder({ regions }: Topology): Generator<MemoryRegion> {
    const shown = new Set(regions.map((region) => region.alias));
    const printed = (this.options.facts ?? NO_FACTS).targets.flatMap((id) => regions[id] ?? []);
    const hidden = printed.filter((region) => !shown.has(region));
    const isBefore = (one: MemoryRegion, other: MemoryRegion) => printed.indexOf(one) < printed.indexOf(other);
    // a set goes on to what is added while it is gone through: targets of aliases in targets
    for (const target of this.targets) {
      for (let next = hidden[0]; next && isBefore(next, target); next = hidden[0]) yield* hidden.splice(0, 1);
      yield target;
    }
    yield* hidden;
  }

  private groups(spaces: readonly AddressSpace[]): readonly (readonly AddressSpace[])[] {
    if (this.format.trees === 'per-address-space') return spaces.map((space) => [space]);
    const byRoot = new Map<MemoryRegion, AddressSpace[]>();
    for (const space of spaces) pushTo(byRoot, space.root, space);
    return [...byRoot.values()].map((group) => group.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)));
  }

  private block(root: MemoryRegion | undefined): void {
    if (root) this.region(root, 0, 0n);
    if (this.format.blocks === 'labelled') this.text += '\n';
  }

  /** A region and all below it; `base` is where its container begins, and `level` 0 is a root. */
  private region(region: MemoryRegion, level: number, base: bigint): void {
    const { format, options } = this;
    if (!region.enabled && format.disabled === 'left-out') return;
    const start = BigInt.asUintN(64, base + region.addr);
    const overflow = start < base || lastOf(start, region.size) < start ? '[DETECTED OVERFLOW!] ' : '';
    if (format.overflow === 'before-indent') this.text += overflow;
    if (region.alias) this.targets.add(region.alias);
    if (region.enabled || format.disabled === 'marked' || options.disabled) {
      this.text += '  '.repeat(level + this.shift);
      if (format.overflow === 'after-indent') this.text += overflow;
      this.text += `${this.line(region, start)}\n`;
    }
    if (level >= DEEPEST) return;
    for (const child of printOrder(region)) this.region(child, level + 1, start);
  }

  /** `H-H (prio P, TYPE): NAME` and what may follow. */
  private line(region: MemoryRegion, start: bigint): string {
    const { format, options } = this;
    const facts = options.facts ?? NO_FACTS;
    const missing = facts.missingTargets.get(region.id);
    const nonvolatile = format.nonvolatile && region.nonvolatile ? 'nv-' : '';
    const type = missing && format.aliasType === 'target' ? missing.type : typeText(region, format);
    const access = format.access === 'letters' ? accessLetters(region) : `${nonvolatile}${type}`;
    const head = `${hex16(start)}-${hex16(lastOf(start, region.size))} (prio ${region.priority}, ${access}): `;
    const mark = region.enabled ? '' : ' [disabled]';
    const owner = options.owners && format.owners ? facts.owners.get(region.id) : undefined;
    const tail = `${mark}${owner === undefined ? '' : ` ${owner}`}`;
    const target = region.alias?.name ?? missing?.name;
    if (target === undefined) return `${head}${region.name}${tail}`;
    const { aliasOffset } = region;
    return `${head}alias ${region.name} @${target} ${hex16(aliasOffset)}-${hex16(lastOf(aliasOffset, region.size))}${tail}`;
  }
}

/** The end that is printed, inclusive; size 0 ends where it begins (MR_SIZE). Wraps to 64 bits. */
const lastOf = (start: bigint, size: bigint): bigint => BigInt.asUintN(64, size === 0n ? start : start + size - 1n);

/** By address, then by priority, the higher first; the list's own order among the rest. */
const printOrder = (region: MemoryRegion): MemoryRegion[] =>
  [...region.subregions].sort((a, b) => {
    const [left, right] = [BigInt.asUintN(64, a.addr), BigInt.asUintN(64, b.addr)];
    return left < right ? -1 : left > right ? 1 : b.priority - a.priority;
  });
