import { VOID } from '../parse/types.ts';
import type { Program } from '../run/program.ts';
import { Stop } from '../run/stop.ts';

/**
 * What the tree's own mtree_info() prints for `info mtree -f -d`. Up to 4.0 it takes a function to print with and what to
 * hand to it; then come the options: views, dispatch trees, and in later releases owners and disabled regions.
 */
export function printFlatViews(program: Program): string {
  const entity = program.function('mtree_info');
  if (entity?.type.kind !== 'function' || !entity.definition) {
    throw new Stop('unknown-function', 'the files that were read have no mtree_info()');
  }
  const { parameters } = entity.type;
  const printer = { kind: 'function', returns: VOID, parameters: [], variadic: true, unspecified: false } as const;
  const takesPrinter = parameters[0]?.type.kind === 'pointer';
  const first = takesPrinter ? [program.codeAddress(program.external('fprintf', printer)), 0] : [];
  const options = [1, 1, 0, 0].slice(0, parameters.length - first.length);
  program.output.length = 0;
  program.call('mtree_info', ...first, ...options);
  return program.output.join('');
}
