import { NODE_ENTRIES } from '../../../memory/dispatch.ts';
import type { Program } from '../run/program.ts';
import { readInt128 } from './int128.ts';

/** A MemoryRegionSection of a dispatch tree as it stands in the memory of the run; bytes. */
export interface EvaluatedSection {
  readonly start: bigint;
  readonly size: bigint;
  /** Region id of the Topology; undefined for a region that the tree made itself. */
  readonly region: number | undefined;
  /** `reserved`: unassigned memory and its like; `subpage`: the container of a page that is split by byte. */
  readonly kind: 'reserved' | 'subpage' | 'range';
}

/** A PhysPageMap; entries are skip << 26 | ptr, whatever the tree's own layout is. */
export interface EvaluatedDispatch {
  readonly sections: readonly EvaluatedSection[];
  readonly nodes: readonly Uint32Array[];
  readonly root: number;
  /** Host bytes of all that the dispatch tree holds. */
  readonly bytes: number;
}

const NONE: EvaluatedDispatch = { sections: [], nodes: [], root: 0, bytes: 0 };

const TYPE = 'AddressSpaceDispatch';

/** Reads the dispatch tree at an address (0: there is none), by the struct layouts of the tree that is evaluated. */
export function readDispatch(program: Program, at: number, regionOf: ReadonlyMap<number, number>): EvaluatedDispatch {
  if (at === 0) return NONE;
  const field = (path: string): number => Number(program.readField(at, TYPE, path));
  const size = (type: string): number => program.structs.size(type);
  const sections = Array.from({ length: field('map.sections_nb') }, (_, i) =>
    readSection(program, field('map.sections') + i * size('MemoryRegionSection'), regionOf),
  );
  const entry = entryReader(program);
  const isPlain = isPlainEntry(program);
  const entryBytes = size('PhysPageEntry');
  const nodeBytes = NODE_ENTRIES * entryBytes;
  const nodes = Array.from({ length: field('map.nodes_nb') }, (_, i) => {
    const first = field('map.nodes') + i * nodeBytes;
    if (isPlain) return plainEntries(program, first);
    const entries = new Uint32Array(NODE_ENTRIES);
    for (let slot = 0; slot < NODE_ENTRIES; slot++) entries[slot] = entry(first + slot * entryBytes);
    return entries;
  });
  const subpages = sections.filter(({ kind }) => kind === 'subpage');
  return {
    sections,
    nodes,
    root: entry(at + program.structs.member(TYPE, 'phys_map').offset),
    bytes: size(TYPE) + roomOf(program, at) + subpages.length * subpageBytes(program, Number(subpages[0]?.size ?? 0)),
  };
}

/** Bytes of the arrays of a dispatch tree, what they have room for but do not hold included; 0 where there is none. */
export function roomOf(program: Program, at: number): number {
  if (at === 0) return 0;
  const field = (path: string): number => Number(program.readField(at, TYPE, path));
  const { structs } = program;
  const nodes = field('map.nodes_nb_alloc') * NODE_ENTRIES * structs.size('PhysPageEntry');
  return nodes + field('map.sections_nb_alloc') * structs.size('MemoryRegionSection');
}

/** Up to 7.1 the array of sections, a number of 16 bits for each byte of the page, is a part of the struct. */
function subpageBytes(program: Program, page: number): number {
  const struct = program.structs.size('subpage_t');
  return struct > 2 * page ? struct : struct + 2 * page;
}

function readSection(program: Program, at: number, regionOf: ReadonlyMap<number, number>): EvaluatedSection {
  const type = 'MemoryRegionSection';
  const mr = Number(program.readField(at, type, 'mr'));
  const region = regionOf.get(mr);
  const isSubpage = region === undefined && mr !== 0 && Number(program.readField(mr, 'MemoryRegion', 'subpage')) !== 0;
  return {
    start: BigInt(program.readField(at, type, 'offset_within_address_space')),
    size: readInt128(program, at, type, 'size'),
    region,
    kind: region !== undefined ? 'range' : isSubpage ? 'subpage' : 'reserved',
  };
}

/** As it has been since b35ba30f8f (1.8): one word, skip in its low 6 bits. */
function isPlainEntry(program: Program): boolean {
  const { offset, bits } = program.structs.member('PhysPageEntry', 'ptr');
  const skip = program.structs.member('PhysPageEntry', 'skip').bits;
  const isWord = program.structs.size('PhysPageEntry') === 4 && offset === 0 && bits?.unit === 4;
  return isWord && bits.shift === 6 && skip?.shift === 0 && skip.width === 6;
}

function plainEntries(program: Program, first: number): Uint32Array {
  const entries = program.memory.words(first, NODE_ENTRIES);
  for (let slot = 0; slot < NODE_ENTRIES; slot++) {
    const word = entries[slot] ?? 0;
    entries[slot] = ((word & 63) << 26) | (word >>> 6);
  }
  return entries;
}

function entryReader(program: Program): (at: number) => number {
  return (at) => {
    const field = (name: string): number => Number(program.readField(at, 'PhysPageEntry', name));
    return ((field('skip') << 26) | field('ptr')) >>> 0;
  };
}
