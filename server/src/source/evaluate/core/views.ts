import type { Program } from '../run/program.ts';
import { type EvaluatedDispatch, readDispatch, roomOf } from './dispatch.ts';
import { readInt128 } from './int128.ts';
import type { BuiltTopology } from './topology.ts';

/** A FlatRange as it stands in the memory of the run. */
export interface EvaluatedRange {
  readonly start: bigint;
  readonly size: bigint;
  /** Region id of the Topology; undefined: one that the tree made itself. */
  readonly region: number | undefined;
  readonly offset: bigint;
  readonly readonly: boolean;
  readonly nonvolatile: boolean;
  readonly unmergeable: boolean;
}

/** A FlatView with its dispatch tree. */
export interface EvaluatedView {
  /** The region that keys the view (before 2.11: the root of its address space), by its id; undefined for NULL. */
  readonly root: number | undefined;
  readonly ranges: readonly EvaluatedRange[];
  /** Ids of the address spaces that use it, ascending. */
  readonly addressSpaces: readonly number[];
  readonly dispatch: EvaluatedDispatch;
  readonly nodesAllocated: number;
  /** Host bytes of the view and its dispatch tree, by the sizes that the tree's structs have. */
  readonly bytes: number;
}

/** Of a FlatView: an address space that uses it, if one does, and the ids of all, ascending. */
interface Users {
  readonly space: number | undefined;
  readonly ids: number[];
}

/** By address: those of the address spaces, and those that the table of views keeps. */
function aliveViews(program: Program, built: BuiltTopology, kept: readonly number[]): ReadonlyMap<number, Users> {
  const users = new Map<number, Users>();
  built.addressSpaces.forEach((space, id) => {
    const view = Number(program.readField(space, 'AddressSpace', 'current_map'));
    const known = users.get(view);
    if (known) known.ids.push(id);
    else users.set(view, { space, ids: [id] });
  });
  for (const view of kept) if (!users.has(view)) users.set(view, { space: undefined, ids: [] });
  return users;
}

/** Bytes of the arrays of all dispatch trees that are alive: a release may give each as much as the largest needs. */
export function roomOfViews(program: Program, built: BuiltTopology, kept: readonly number[]): number {
  let room = 0;
  for (const [view, { space }] of aliveViews(program, built, kept)) {
    room += roomOf(program, dispatchOf(program, view, space));
  }
  return room;
}

/** Every FlatView that is alive: those of the address spaces, and those that the table of views keeps. */
export function readViews(program: Program, built: BuiltTopology, kept: readonly number[]): EvaluatedView[] {
  const regionOf = new Map(built.regions.map((at, id) => [at, id]));
  return [...aliveViews(program, built, kept)].map(([view, { space, ids }]) => {
    const at = dispatchOf(program, view, space);
    const dispatch = readDispatch(program, at, regionOf);
    const ranges = Number(program.readField(view, 'FlatView', 'nr_allocated')) * program.structs.size('FlatRange');
    return {
      root: regionOf.get(rootOf(program, view, space)),
      ranges: readRanges(program, view, regionOf),
      addressSpaces: ids,
      dispatch,
      nodesAllocated: at === 0 ? 0 : Number(program.readField(at, 'AddressSpaceDispatch', 'map.nodes_nb_alloc')),
      bytes: program.structs.size('FlatView') + ranges + dispatch.bytes,
    };
  });
}

/** From 2.11 on a view knows its root. */
function rootOf(program: Program, view: number, space: number | undefined): number {
  if (program.structs.has('FlatView', 'root')) return Number(program.readField(view, 'FlatView', 'root'));
  return space === undefined ? 0 : Number(program.readField(space, 'AddressSpace', 'root'));
}

/** From 2.11 on a view has the dispatch tree, before it an address space; 0 where there is none. */
function dispatchOf(program: Program, view: number, space: number | undefined): number {
  if (program.structs.has('FlatView', 'dispatch')) return Number(program.readField(view, 'FlatView', 'dispatch'));
  if (space === undefined || !program.structs.has('AddressSpace', 'dispatch')) return 0;
  return Number(program.readField(space, 'AddressSpace', 'dispatch'));
}

function readRanges(program: Program, view: number, regionOf: ReadonlyMap<number, number>): EvaluatedRange[] {
  const count = Number(program.readField(view, 'FlatView', 'nr'));
  const first = Number(program.readField(view, 'FlatView', 'ranges'));
  const size = program.structs.size('FlatRange');
  return Array.from({ length: count }, (_, i) => {
    const at = first + i * size;
    const flag = (name: string): boolean =>
      program.structs.has('FlatRange', name) && Number(program.readField(at, 'FlatRange', name)) !== 0;
    return {
      start: readInt128(program, at, 'FlatRange', 'addr.start'),
      size: readInt128(program, at, 'FlatRange', 'addr.size'),
      region: regionOf.get(Number(program.readField(at, 'FlatRange', 'mr'))),
      offset: BigInt(program.readField(at, 'FlatRange', 'offset_in_region')),
      readonly: flag('readonly'),
      nonvolatile: flag('nonvolatile'),
      unmergeable: flag('unmergeable'),
    };
  });
}
