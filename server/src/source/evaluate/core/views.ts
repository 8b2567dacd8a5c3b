import type { Program } from '../run/program.ts';
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
  readonly ranges: readonly EvaluatedRange[];
  /** Ids of the address spaces that use it, ascending. */
  readonly addressSpaces: readonly number[];
  readonly sections: number;
  readonly nodes: number;
  readonly nodesAllocated: number;
}

/** Every FlatView that is alive: those of the address spaces, and those that the table of views keeps. */
export function readViews(program: Program, built: BuiltTopology, kept: readonly number[]): EvaluatedView[] {
  const users = new Map<number, { readonly space: number | undefined; readonly ids: number[] }>();
  built.addressSpaces.forEach((space, id) => {
    const view = Number(program.readField(space, 'AddressSpace', 'current_map'));
    const known = users.get(view);
    if (known) known.ids.push(id);
    else users.set(view, { space, ids: [id] });
  });
  for (const view of kept) if (!users.has(view)) users.set(view, { space: undefined, ids: [] });
  const regionOf = new Map(built.regions.map((at, id) => [at, id]));
  return [...users].map(([view, { space, ids }]) => {
    const dispatch = dispatchOf(program, view, space);
    const field = (path: string): number =>
      dispatch === 0 ? 0 : Number(program.readField(dispatch, 'AddressSpaceDispatch', path));
    return {
      ranges: readRanges(program, view, regionOf),
      addressSpaces: ids,
      sections: field('map.sections_nb'),
      nodes: field('map.nodes_nb'),
      nodesAllocated: field('map.nodes_nb_alloc'),
    };
  });
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
      start: readInt128(program, at, 'addr.start'),
      size: readInt128(program, at, 'addr.size'),
      region: regionOf.get(Number(program.readField(at, 'FlatRange', 'mr'))),
      offset: BigInt(program.readField(at, 'FlatRange', 'offset_in_region')),
      readonly: flag('readonly'),
      nonvolatile: flag('nonvolatile'),
      unmergeable: flag('unmergeable'),
    };
  });
}

/** An Int128: one number, or in trees that do not use the compiler's a struct of two halves. */
function readInt128(program: Program, at: number, path: string): bigint {
  if (!program.structs.has('FlatRange', `${path}.lo`)) return BigInt(program.readField(at, 'FlatRange', path));
  const low = BigInt(program.readField(at, 'FlatRange', `${path}.lo`));
  return low | (BigInt(program.readField(at, 'FlatRange', `${path}.hi`)) << 64n);
}
