import { type BitField, type CType, isWide } from '../parse/types.ts';
import { Unsupported } from './context.ts';

/** The suffix of the runtime's $load... and $store... for a scalar type. */
export function accessName(type: CType): string {
  switch (type.kind) {
    case 'int':
      return `${type.signed ? 'I' : 'U'}${type.size * 8}`;
    case 'float':
      return `F${type.size * 8}`;
    case 'pointer':
      return 'P';
    default:
      throw new Unsupported(`a ${type.kind} cannot be read as a value`);
  }
}

export function load(type: CType, address: string, bits: BitField | undefined): string {
  if (!bits) return `$load${accessName(type)}(${address})`;
  const signed = type.kind === 'int' && type.signed;
  return `$loadBits(${address},${bits.unit},${bits.shift},${bits.width},${signed},${isWide(type)})`;
}

/** Writes a value; the expression's value is what is then there. */
export function store(type: CType, address: string, bits: BitField | undefined, value: string): string {
  if (!bits) return `$store${accessName(type)}(${address},${value})`;
  const signed = type.kind === 'int' && type.signed;
  return `$storeBits(${address},${bits.unit},${bits.shift},${bits.width},${signed},${isWide(type)},${value})`;
}
