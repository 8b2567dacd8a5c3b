import type { Comparison, Operator } from '../parse/ast.ts';
import { type CType, isWide } from '../parse/types.ts';
import { literal, narrow, widthOf } from './conversions.ts';

/** An operator on two values of `type` (the count of a shift is an int); wraps as gcc's -fwrapv does. */
export function operation(operator: Operator, left: string, right: string, type: CType): string {
  if (type.kind === 'float') {
    const result = `(${left}${operator}${right})`;
    return type.size === 4 ? `Math.fround${result}` : result;
  }
  if (type.kind !== 'int') throw new Error('an arithmetic type is expected');
  if (isWide(type)) {
    switch (operator) {
      case '&':
      case '|':
      case '^':
        return `(${left}${operator}${right})`;
      case '/':
      case '%':
        return widthOf(`$${operator === '/' ? 'divide' : 'remainder'}Wide(${left},${right})`, type);
      case '<<':
        return widthOf(`${left}<<BigInt(${right}&${type.size * 8 - 1})`, type);
      case '>>':
        return `(${left}>>BigInt(${right}&${type.size * 8 - 1}))`;
      default:
        return widthOf(`${left}${operator}${right}`, type);
    }
  }
  switch (operator) {
    case '*':
      return narrow(`Math.imul(${left},${right})`, type);
    case '/':
    case '%':
      return narrow(`$${operator === '/' ? 'divide' : 'remainder'}(${left},${right})`, type);
    case '>>':
      return type.signed ? `(${left}>>${right})` : `(${left}>>>${right})`;
    default:
      return narrow(`(${left}${operator}${right})`, type);
  }
}

export function negation(operand: string, type: CType): string {
  if (type.kind !== 'int') return `(-${operand})`;
  return isWide(type) ? widthOf(`-${operand}`, type) : narrow(`(-${operand})`, type);
}

export function complement(operand: string, type: CType): string {
  if (type.kind !== 'int') return operand;
  return isWide(type) ? widthOf(`~${operand}`, type) : narrow(`(~${operand})`, type);
}

/** A comparison as true or false. Pointers are signed numbers here, and unsigned in order. */
export function comparison(operator: Comparison, left: string, right: string, type: CType): string {
  if (operator === '==') return `(${left}===${right})`;
  if (operator === '!=') return `(${left}!==${right})`;
  return type.kind === 'pointer'
    ? `($unsigned(${left})${operator}$unsigned(${right}))`
    : `(${left}${operator}${right})`;
}

export const zero = (type: CType): string => literal(isWide(type) ? 0n : 0);
