import type { Comparison, Operator, Value } from './ast.ts';
import { BOOL, type CType, isWide } from './types.ts';

/** A whole number as a value of `type`: wrapped to its width, number or bigint. Pointers are signed numbers. */
export function wrapInteger(value: bigint, type: CType): Value {
  if (type.kind === 'pointer') return Number(BigInt.asIntN(64, value));
  if (type.kind === 'float') return type.size === 4 ? Math.fround(Number(value)) : Number(value);
  if (type.kind !== 'int') return 0;
  if (type === BOOL) return value === 0n ? 0 : 1;
  const bits = type.size * 8;
  const wrapped = type.signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  return isWide(type) ? wrapped : Number(wrapped);
}

/** The value of a conversion between scalars (C11 6.3.1). */
export function convert(value: Value, type: CType): Value {
  if (type === BOOL) return value ? 1 : 0;
  if (typeof value === 'number' && type.kind === 'float') return type.size === 4 ? Math.fround(value) : value;
  if (typeof value === 'number' && !Number.isFinite(value)) return wrapInteger(0n, type);
  return wrapInteger(typeof value === 'bigint' ? value : BigInt(Math.trunc(value)), type);
}

/** An operator on constants of `type`; undefined where C has no value (a division by zero, a shift too far). */
export function foldBinary(operator: Operator, left: Value, right: Value, type: CType): Value | undefined {
  if (type.kind === 'float') {
    const [a, b] = [Number(left), Number(right)];
    const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
    return convert(result, type);
  }
  const [a, b] = [BigInt(left), BigInt(right)];
  switch (operator) {
    case '+':
      return wrapInteger(a + b, type);
    case '-':
      return wrapInteger(a - b, type);
    case '*':
      return wrapInteger(a * b, type);
    case '/':
      return b === 0n ? undefined : wrapInteger(a / b, type);
    case '%':
      return b === 0n ? undefined : wrapInteger(a % b, type);
    case '&':
      return wrapInteger(a & b, type);
    case '|':
      return wrapInteger(a | b, type);
    case '^':
      return wrapInteger(a ^ b, type);
    default:
      if (type.kind !== 'int' || b < 0n || b >= BigInt(type.size * 8)) return undefined;
      return wrapInteger(operator === '<<' ? a << b : a >> b, type);
  }
}

export function foldComparison(operator: Comparison, a: Value, b: Value): number {
  switch (operator) {
    case '==':
      return a === b ? 1 : 0;
    case '!=':
      return a !== b ? 1 : 0;
    case '<':
      return a < b ? 1 : 0;
    case '>':
      return a > b ? 1 : 0;
    case '<=':
      return a <= b ? 1 : 0;
    case '>=':
      return a >= b ? 1 : 0;
  }
}
