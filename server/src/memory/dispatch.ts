import type { FlatRange } from './flat-range.ts';
import type { MemoryRegion } from './region.ts';

/** Entries of a node: P_L2_SIZE, 9 bits a level since 026736cebf (2.0). */
export const NODE_BITS = 9;
export const NODE_ENTRIES = 1 << NODE_BITS;
const ADDRESS_BITS = 64;

/** PHYS_MAP_NODE_NIL: all 26 bits of ptr. */
export const NIL = 0x3ffffff;
const EMPTY = (1 << 26) | NIL;

/** The fields of a PhysPageEntry: skip is 6 bits, ptr 26. Skip 0 is a leaf whose ptr is a section. */
export const skipOf = (entry: number): number => entry >>> 26;
export const ptrOf = (entry: number): number => entry & NIL;
const entryOf = (skip: number, ptr: number): number => ((skip << 26) | ptr) >>> 0;

/** A MemoryRegionSection of a dispatch tree; bytes. `size` may be 2^64. */
export interface Section {
  readonly start: bigint;
  readonly size: bigint;
  /** undefined for a reserved section (unassigned and its like) and for a subpage container: both print "(noname)". */
  readonly region: MemoryRegion | undefined;
  readonly kind: 'reserved' | 'subpage' | 'range';
}

/** A PhysPageMap after compaction. */
export interface DispatchTree {
  readonly sections: readonly Section[];
  /** 512 entries a node: skip << 26 | ptr. Nodes that compaction went round are still there, as in QEMU. */
  readonly nodes: readonly Uint32Array[];
  /** The entry `phys_map`. */
  readonly root: number;
  readonly levels: number;
}

/** A dispatch tree as it was built, with what its room depends on. */
export interface BuiltDispatch extends DispatchTree {
  /** The largest room that phys_map_node_reserve asked for; 0 where no page was set. */
  readonly nodesWanted: number;
  /** What doubling gives (to 2.6). */
  readonly nodesDoubled: number;
  /** Pages that are split by byte (subpage_t). */
  readonly subpages: number;
}

/** P_L2_LEVELS: 6 for pages of 1 KiB to 64 KiB, 7 for 256 bytes. */
export const levelsFor = (pageBits: number): number => Math.floor((ADDRESS_BITS - pageBits - 1) / NODE_BITS) + 1;

/**
 * Builds the dispatch tree of a view: address_space_dispatch_new, flatview_add_to_dispatch for each range in
 * ascending order, and, unless it is left out, address_space_dispatch_compact.
 */
export function buildDispatch(
  ranges: readonly FlatRange[],
  dummySections: number,
  pageBits: number,
  compacted = true,
): BuiltDispatch {
  const map = new PhysPageMap(dummySections, pageBits);
  for (const [i, range] of ranges.entries()) map.add(range, i);
  return map.finish(compacted).tree;
}

/**
 * The dispatch trees of one Snapshot. Nodes depend on where ranges lie alone, and devices of a kind have views alike:
 * those share one set of nodes here (in QEMU each has its own, and is counted so).
 */
export class DispatchTrees {
  private readonly byPlaces = new Map<string, Built>();

  constructor(
    private readonly dummySections: number,
    private readonly pageBits: number,
  ) {}

  build(ranges: readonly FlatRange[]): BuiltDispatch {
    const places = ranges.map(({ start, size }) => `${start}+${size}`).join();
    const known = this.byPlaces.get(places);
    if (!known) {
      const map = new PhysPageMap(this.dummySections, this.pageBits);
      for (const [i, range] of ranges.entries()) map.add(range, i);
      const built = map.finish(true);
      this.byPlaces.set(places, built);
      return built.tree;
    }
    const { tree, owners } = known;
    const sections = tree.sections.map((section, i) =>
      section.kind === 'range' ? { ...section, region: ranges[owners[i] ?? -1]?.region } : section,
    );
    return { ...tree, sections };
  }
}

/** A tree, and of each section the index of the range that it is a part of; -1 where it is of none. */
interface Built {
  readonly tree: BuiltDispatch;
  readonly owners: readonly number[];
}

class PhysPageMap {
  private readonly sections: Section[] = [];
  private readonly owners: number[] = [];
  private readonly nodes: Uint32Array[] = [];
  private readonly levels: number;
  private readonly page: bigint;
  private readonly bits: bigint;
  private root = EMPTY;
  private wanted = 0;
  private doubled = 0;
  private subpages = 0;
  private lastSubpage = -1n;
  /** phys_page_set_level's cursor. */
  private index = 0n;
  private left = 0n;

  constructor(dummySections: number, pageBits: number) {
    this.levels = levelsFor(pageBits);
    this.bits = BigInt(pageBits);
    this.page = 1n << this.bits;
    for (let i = 0; i < dummySections; i++) {
      this.addSection({ start: 0n, size: 1n << 64n, region: undefined, kind: 'reserved' }, -1);
    }
  }

  /** flatview_add_to_dispatch: an unaligned head, whole pages, a tail. `owner` is the range's index. */
  add({ start, size, region }: FlatRange, owner: number): void {
    let position = start;
    let remain = size;
    const head = position & (this.page - 1n);
    if (head !== 0n) {
      const bytes = remain < this.page - head ? remain : this.page - head;
      this.registerSubpage(position, bytes, region, owner);
      position += bytes;
      remain -= bytes;
    }
    const whole = remain & -this.page;
    if (whole > 0n) {
      const section = this.addSection({ start: position, size: whole, region, kind: 'range' }, owner);
      this.setPages(position >> this.bits, whole >> this.bits, section);
      position += whole;
      remain -= whole;
    }
    if (remain > 0n) this.registerSubpage(position, remain, region, owner);
  }

  finish(compacted: boolean): Built {
    if (compacted && skipOf(this.root) > 0) this.root = this.compact(this.root);
    const tree: BuiltDispatch = {
      sections: this.sections,
      nodes: this.nodes,
      root: this.root,
      levels: this.levels,
      nodesWanted: this.wanted,
      nodesDoubled: this.doubled,
      subpages: this.subpages,
    };
    return { tree, owners: this.owners };
  }

  private addSection(section: Section, owner: number): number {
    this.owners.push(owner);
    return this.sections.push(section) - 1;
  }

  /** register_subpage. Ranges come in ascending order, so a page's container, if it has one, is the last one made. */
  private registerSubpage(start: bigint, size: bigint, region: MemoryRegion, owner: number): void {
    const base = start & -this.page;
    if (base !== this.lastSubpage) {
      const container: Section = { start: base, size: this.page, region: undefined, kind: 'subpage' };
      this.setPages(base >> this.bits, 1n, this.addSection(container, -1));
      this.lastSubpage = base;
      this.subpages++;
    }
    this.addSection({ start, size, region, kind: 'range' }, owner);
  }

  /** phys_page_set. */
  private setPages(index: bigint, count: bigint, leaf: number): void {
    const need = this.nodes.length + 3 * this.levels;
    this.wanted = Math.max(this.wanted, need);
    if (need > this.doubled) this.doubled = Math.max(this.doubled * 2, 16, need);
    this.index = index;
    this.left = count;
    this.root = this.setLevel(this.root, leaf, this.levels - 1);
  }

  /** phys_page_set_level; returns the entry, with its node allocated. */
  private setLevel(entry: number, leaf: number, level: number): number {
    const result = skipOf(entry) > 0 && ptrOf(entry) === NIL ? entryOf(skipOf(entry), this.allocate(level)) : entry;
    const node = this.nodes[ptrOf(result)];
    if (!node) return result;
    const shift = BigInt(level * NODE_BITS);
    const step = 1n << shift;
    let slot = Number((this.index >> shift) & BigInt(NODE_ENTRIES - 1));
    while (this.left > 0n && slot < NODE_ENTRIES) {
      if ((this.index & (step - 1n)) === 0n && this.left >= step) {
        const fits = this.left >> shift;
        const count = fits < BigInt(NODE_ENTRIES - slot) ? Number(fits) : NODE_ENTRIES - slot;
        node.fill(entryOf(0, leaf), slot, slot + count);
        this.index += step * BigInt(count);
        this.left -= step * BigInt(count);
        slot += count;
      } else {
        node[slot] = this.setLevel(node[slot] ?? EMPTY, leaf, level - 1);
        slot++;
      }
    }
    return result;
  }

  /** phys_map_node_alloc: the lowest level starts as leaves of section 0. */
  private allocate(level: number): number {
    return this.nodes.push(new Uint32Array(NODE_ENTRIES).fill(level === 0 ? entryOf(0, 0) : EMPTY)) - 1;
  }

  /** phys_page_compact; the limit on skip never matters with at most 7 levels. */
  private compact(entry: number): number {
    if (ptrOf(entry) === NIL) return entry;
    const node = this.nodes[ptrOf(entry)];
    if (!node) return entry;
    let valid = 0;
    let last = 0;
    for (let i = 0; i < NODE_ENTRIES; i++) {
      const child = node[i] ?? EMPTY;
      if (ptrOf(child) === NIL) continue;
      valid++;
      if (skipOf(child) > 0) node[i] = this.compact(child);
      last = node[i] ?? EMPTY;
    }
    if (valid !== 1) return entry;
    return skipOf(last) === 0 ? last : entryOf(skipOf(entry) + skipOf(last), ptrOf(last));
  }
}

/**
 * phys_page_find: the section that a look-up of `address` gets; section 0 where folding led to a wrong one
 * (section_covers_addr). Sub-pages resolve to the section of the byte.
 */
export function lookup(tree: DispatchTree, address: bigint, pageBits: number): Section | undefined {
  const index = address >> BigInt(pageBits);
  let entry = tree.root;
  for (let level = tree.levels; skipOf(entry) > 0; ) {
    level -= skipOf(entry);
    if (level < 0 || ptrOf(entry) === NIL) return tree.sections[0];
    const slot = Number((index >> BigInt(level * NODE_BITS)) & BigInt(NODE_ENTRIES - 1));
    entry = tree.nodes[ptrOf(entry)]?.[slot] ?? EMPTY;
  }
  const covers = (s: Section) => address >= s.start && address < s.start + s.size;
  const at = ptrOf(entry);
  const section = tree.sections[at];
  if (!section || !covers(section)) return tree.sections[0];
  if (section.kind !== 'subpage') return section;
  return tree.sections.find((s, i) => i > at && s.kind === 'range' && covers(s)) ?? tree.sections[0];
}
