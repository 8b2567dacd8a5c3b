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
  if (bits.unit <= 4 && !isWide(type)) return narrowBits(address, bits, signed);
  return `$loadBits(${address},${bits.unit},${bits.shift},${bits.width},${signed},${isWide(type)})`;
}

/** A bit-field that 32-bit operators can take out of its unit. */
function narrowBits(address: string, { unit, shift, width }: BitField, signed: boolean): string {
  const raw = `$loadU${unit * 8}(${address})`;
  if (signed) return `(${raw}<<${32 - shift - width}>>${32 - width})`;
  return width === 32 ? raw : `(${raw}>>>${shift}&${2 ** width - 1})`;
}

/** Writes a value; the expression's value is what is then there. */
export function store(type: CType, address: string, bits: BitField | undefined, value: string): string {
  if (!bits) return `$store${accessName(type)}(${address},${value})`;
  const signed = type.kind === 'int' && type.signed;
  return `$storeBits(${address},${bits.unit},${bits.shift},${bits.width},${signed},${isWide(type)},${value})`;
}
