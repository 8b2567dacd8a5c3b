import type { Initial } from '../parse/ast.ts';
import { sizeOf } from '../parse/types.ts';
import type { Context } from './context.ts';
import { store } from './memory-access.ts';

/** Expressions that set an object in memory: what the initialiser does not name is zero (C11 6.7.9). */
export function initialise(c: Context, address: string, size: number, initials: readonly Initial[]): string[] {
  const isWhole =
    initials.length === 1 && initials[0]?.offset === 0 && sizeOf(initials[0].type) === size && !initials[0].bits;
  const code = stores(c, address, initials);
  return isWhole ? code : [`$zero(${address},${size})`, ...code];
}

/** Expressions that store what the initialiser names. */
export function stores(c: Context, address: string, initials: readonly Initial[]): string[] {
  return initials.map(({ offset, type, bits, value }) => {
    const at = offset === 0 ? address : `${address}+${offset}`;
    return type.kind === 'record'
      ? `$copy(${at},${c.address(value)},${sizeOf(type)})`
      : store(type, at, bits, c.value(value));
  });
}
