import type { Expression } from '../parse/ast.ts';
import { alignOf, sizeOf } from '../parse/types.ts';
import type { Context } from './context.ts';

/** What the core calls most of the C library: the runtime has it, without the way through a host function. */
const COPIES = new Set(['memcpy', 'memmove']);

/** The function in a cell: a call sees no other, so that the engine knows what is called. */
export const linked = (cell: string): string => `(${cell}.run||$link(${cell}))`;

/** A call. A record that is returned goes where a hidden first argument says; extra arguments follow the others. */
export function translateCall(c: Context, e: Expression & { kind: 'call' }): string {
  const { returns } = e.signature;
  const args = e.args.map((arg) => c.value(arg));
  if (returns.kind === 'record') args.unshift(c.room(sizeOf(returns), alignOf(returns)));
  const { callee } = e;
  if (callee.kind === 'global') {
    const [to, from, size] = e.args;
    const isCopy = COPIES.has(callee.entity.name) && !callee.entity.definition;
    if (isCopy && to && from && size && e.args.length === 3) {
      const length = size.kind === 'constant' ? Number(size.value) : `Number(${args[2]})`;
      return length === 4 ? `$copy4(${args[0]},${args[1]})` : `$copy(${args[0]},${args[1]},${length})`;
    }
    return `${linked(c.cell(callee.entity))}(${args.join(',')})`;
  }
  const pointer = callee.kind === 'deref' ? c.value(callee.pointer) : c.address(callee);
  return `$function(${pointer})(${args.join(',')})`;
}
