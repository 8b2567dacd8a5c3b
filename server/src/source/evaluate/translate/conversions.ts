import type { Value } from '../parse/ast.ts';
import { BOOL, type CType, type IntType, isWide } from '../parse/types.ts';

/** A constant in JavaScript. */
export function literal(value: Value): string {
  if (typeof value === 'bigint') return value < 0n ? `(${value}n)` : `${value}n`;
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? '-0' : value})` : `${value}`;
}

/** Cuts a number, as 32-bit operators and arithmetic give it, to an integer type of up to 32 bits. */
export function narrow(code: string, type: IntType): string {
  switch (type.size) {
    case 1:
      return type.signed ? `(${code}<<24>>24)` : `(${code}&255)`;
    case 2:
      return type.signed ? `(${code}<<16>>16)` : `(${code}&65535)`;
    default:
      return type.signed ? `(${code}|0)` : `(${code}>>>0)`;
  }
}

/** Cuts a bigint to a type of 64 or 128 bits. */
export const widthOf = (code: string, type: IntType): string =>
  `BigInt.as${type.signed ? 'Int' : 'Uint'}N(${type.size * 8},${code})`;

/** A conversion between scalar types (C11 6.3.1); pointers are signed numbers. */
export function conversion(code: string, from: CType, to: CType): string {
  if (to === BOOL) return from === BOOL ? code : `(${code}?1:0)`;
  if (to.kind === 'float') {
    const number = isWide(from) ? `Number(${code})` : code;
    return to.size === 4 && !(from.kind === 'float' && from.size === 4) ? `Math.fround(${number})` : number;
  }
  if (from.kind === 'float') {
    if (to.kind === 'pointer') return code;
    return isWide(to) && to.kind === 'int'
      ? widthOf(`$truncate(${code})`, to)
      : narrow(`Math.trunc(${code})`, asInt(to));
  }
  if (to.kind === 'pointer') return isWide(from) ? `Number(BigInt.asIntN(64,${code}))` : code;
  if (to.kind !== 'int') return code;
  if (from.kind === 'pointer') {
    if (!isWide(to)) return narrow(code, to);
    return to.signed ? `BigInt(${code})` : widthOf(`BigInt(${code})`, to);
  }
  return from.kind === 'int' ? betweenIntegers(code, from, to) : code;
}

const asInt = (type: CType): IntType => {
  if (type.kind !== 'int') throw new Error('an integer type is expected');
  return type;
};

function betweenIntegers(code: string, from: IntType, to: IntType): string {
  const fits = holds(to, from);
  if (isWide(from)) {
    if (isWide(to)) return fits ? code : widthOf(code, to);
    return `Number(${widthOf(code, to)})`;
  }
  if (isWide(to)) return fits ? `BigInt(${code})` : widthOf(`BigInt(${code})`, to);
  return fits ? code : narrow(code, to);
}

/** Every value of `from` is one of `to`. */
const holds = (to: IntType, from: IntType): boolean => {
  if (from === BOOL) return true;
  if (to.signed === from.signed) return to.size >= from.size;
  return to.signed && to.size > from.size;
};
