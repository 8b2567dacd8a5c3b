import type { Expression } from '../parse/ast.ts';
import { type Context, Unsupported } from './context.ts';
import { store } from './memory-access.ts';

const COUNTING: Readonly<Record<string, string>> = {
  __builtin_clz: '$leadingZeros32',
  __builtin_clzl: '$leadingZeros64',
  __builtin_clzll: '$leadingZeros64',
  __builtin_ctz: '$trailingZeros32',
  __builtin_ctzl: '$trailingZeros64',
  __builtin_ctzll: '$trailingZeros64',
  __builtin_popcount: '$ones32',
  __builtin_popcountl: '$ones64',
  __builtin_popcountll: '$ones64',
  __builtin_bswap16: '$swap16',
  __builtin_bswap32: '$swap32',
  __builtin_bswap64: '$swap64',
};

/** GCC's builtins that the parser leaves as such (parse/builtins.ts). */
export function translateBuiltin(c: Context, e: Expression & { kind: 'builtin' }): string {
  const [first, second, third] = e.args;
  const counting = COUNTING[e.name];
  if (counting && first) return `${counting}(${c.value(first)})`;
  switch (e.name) {
    case '__builtin_unreachable':
      return c.stop('what is marked as unreachable is reached');
    case '__builtin_trap':
      return c.stop('a trap is reached');
    case '__builtin_va_start':
      return first ? `$startArguments(${c.value(first)},${c.extraArguments})` : '0';
    case '__builtin_va_copy':
      return first && second ? `$copy(${c.value(first)},${c.value(second)},24)` : '0';
    case '__builtin_va_end':
      return first ? c.effect(first) : '0';
    default:
      if (first && second && third) return overflow(c, e.name, first, second, third);
      throw new Unsupported(`${e.name} is not supported`);
  }
}

/** The exact result, its low bits stored; true where they are not all of it. */
function overflow(c: Context, name: string, a: Expression, b: Expression, result: Expression): string {
  const type = result.type.kind === 'pointer' ? result.type.to : undefined;
  if (type?.kind !== 'int') throw new Unsupported(`${name} is not supported for this type`);
  const operator = name.includes('add') ? '+' : name.includes('sub') ? '-' : '*';
  const [exact, cut] = [c.temporary(), c.temporary()];
  const wrapped = `BigInt.as${type.signed ? 'Int' : 'Uint'}N(${type.size * 8},${exact})`;
  const kept = type.size > 4 ? cut : `Number(${cut})`;
  const compute = `${exact}=BigInt(${c.value(a)})${operator}BigInt(${c.value(b)}),${cut}=${wrapped}`;
  return `(${compute},${store(type, c.value(result), undefined, kept)},${exact}===${cut}?0:1)`;
}
