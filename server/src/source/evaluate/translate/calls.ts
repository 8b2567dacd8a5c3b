import type { Expression } from '../parse/ast.ts';
import { alignOf, sizeOf } from '../parse/types.ts';
import type { Context } from './context.ts';

/** A call. A record that is returned goes where a hidden first argument says; extra arguments follow the others. */
export function translateCall(c: Context, e: Expression & { kind: 'call' }): string {
  const { returns } = e.signature;
  const args = e.args.map((arg) => c.value(arg));
  if (returns.kind === 'record') args.unshift(c.room(sizeOf(returns), alignOf(returns)));
  const { callee } = e;
  if (callee.kind === 'global') return `${c.cell(callee.entity)}.run(${args.join(',')})`;
  const pointer = callee.kind === 'deref' ? c.value(callee.pointer) : c.address(callee);
  return `$function(${pointer}).run(${args.join(',')})`;
}
