import type { Value } from '../parse/ast.ts';
import { type CType, isWide } from '../parse/types.ts';
import { Stop } from './stop.ts';

/**
 * Arguments that are known of a function of a tree, as this tree's takes them. Throws a Stop where it takes more or fewer:
 * what they mean is not known then.
 */
export function fitted(name: string, type: CType, args: readonly Value[]): readonly Value[] {
  if (type.kind !== 'function' || type.unspecified) return args;
  const { parameters, variadic } = type;
  if (variadic ? args.length < parameters.length : args.length !== parameters.length) {
    const known = `${args.length} ${args.length === 1 ? 'is' : 'are'} known`;
    throw new Stop('not-understood', `${name}() takes ${parameters.length} arguments, of which ${known} here`);
  }
  return args.map((arg, i) => {
    const to = parameters[i]?.type;
    return to === undefined ? arg : isWide(to) ? BigInt(arg) : Number(arg);
  });
}
