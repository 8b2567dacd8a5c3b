import type { Program } from '../run/program.ts';
import type { TracedCall } from '../run/tracer.ts';
import { type EvaluationStop, stopOf } from './stopped.ts';
import type { BuiltTopology } from './topology.ts';
import { ValueNames } from './values.ts';

/** The way of one address space through the tree's search for its root and the rendering of its view: plain data. */
export interface FollowedSpace {
  /** Of functions in the core's own files; those of headers are passed over. */
  readonly calls: readonly FollowedCall[];
  /** There is more than is kept. */
  readonly cut: boolean;
  /** Where the way ended before its end. */
  readonly stop: EvaluationStop | undefined;
}

export interface FollowedCall {
  readonly function: string;
  readonly path: string;
  /** 1-based: of its head. */
  readonly line: number;
  readonly args: readonly { readonly name: string; readonly value: string }[];
  /** Lines in order, and the calls between them. */
  readonly steps: readonly (number | FollowedCall)[];
  readonly returned: string | undefined;
}

/**
 * Runs, for one address space (its id in the Topology), what a commit does for it: memory_region_get_flatview_root, where
 * the tree has it, and generate_memory_topology. The program must have been loaded to be traced; what this makes is not
 * freed, so the run is good for nothing else afterwards.
 */
export function followSpace(program: Program, built: BuiltTopology, space: number): FollowedSpace {
  const at = built.addressSpaces[space] ?? 0;
  let stop: EvaluationStop | undefined;
  program.tracing.start();
  try {
    let root = Number(program.readField(at, 'AddressSpace', 'root'));
    if (program.function('memory_region_get_flatview_root')?.definition)
      root = Number(program.call('memory_region_get_flatview_root', root));
    program.call('generate_memory_topology', root);
  } catch (error) {
    stop = stopOf(error);
  }
  const { calls, cut } = program.tracing.stop();
  const names = new ValueNames(program, built);
  return { calls: calls.map((call) => followed(call, program, names)), cut, stop };
}

/** Not a helper that is given no pointer, such as those of AddrRange: it neither finds nor makes anything. */
const isTold =
  (program: Program) =>
  (step: number | TracedCall): boolean => {
    if (typeof step === 'number') return true;
    const type = program.function(step.info.name)?.type;
    return type?.kind !== 'function' || type.parameters.some((parameter) => parameter.type.kind === 'pointer');
  };

function followed(call: TracedCall, program: Program, names: ValueNames): FollowedCall {
  const { info, args, steps, returned } = call;
  const { path, line } = program.place(info.places[0] ?? 0);
  const type = program.function(info.name)?.type;
  const { parameters, returns } = type?.kind === 'function' ? type : { parameters: [], returns: undefined };
  return {
    function: info.name,
    path,
    line,
    args: parameters.flatMap(({ name, type }, i) => {
      const value = args[i];
      return name === undefined || value === undefined ? [] : [{ name, value: names.argument(type, value) }];
    }),
    steps: steps
      .filter(isTold(program))
      .map((step) => (typeof step === 'number' ? program.place(step).line : followed(step, program, names))),
    returned: returns && returned !== undefined ? names.argument(returns, returned) : undefined,
  };
}
