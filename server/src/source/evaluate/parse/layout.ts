import { alignOf, type BitField, type CType, type Member, type RecordType, sizeOf } from './types.ts';

export interface MemberDeclaration {
  readonly name: string | undefined;
  readonly type: CType;
  /** Width of a bit-field; 0 closes the unit. */
  readonly width: number | undefined;
  /** From `aligned`, 1 without. */
  readonly align: number;
  readonly packed: boolean;
}

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/**
 * Places members as gcc does on x86-64 (System V ABI 3.1.2; bit-fields never cross a unit of their type, unless packed)
 * and completes the record.
 */
export function completeRecord(
  record: RecordType,
  members: readonly MemberDeclaration[],
  attributes: { readonly packed: boolean; readonly align: number },
): void {
  const placed: Member[] = [];
  let bit = 0;
  let end = 0;
  let align = attributes.align;
  for (const member of members) {
    const packed = attributes.packed || member.packed;
    const ownAlign = Math.max(packed ? 1 : alignOf(member.type), member.align);
    if (record.isUnion) bit = 0;
    if (member.width === undefined) {
      const offset = roundUp(Math.ceil(bit / 8), ownAlign);
      placed.push({ name: member.name, type: member.type, offset, bits: undefined });
      bit = (offset + sizeOf(member.type)) * 8;
      align = Math.max(align, ownAlign);
    } else {
      const unitBits = sizeOf(member.type) * 8;
      if (member.width === 0) {
        bit = roundUp(bit, unitBits);
        continue;
      }
      const crosses = Math.floor(bit / unitBits) !== Math.floor((bit + member.width - 1) / unitBits);
      if (member.align > 1 || (!packed && crosses)) bit = roundUp(bit, ownAlign * 8);
      if (member.name !== undefined) {
        placed.push({ name: member.name, type: member.type, ...bitFieldAt(bit, member.width, unitBits) });
        align = Math.max(align, ownAlign);
      }
      bit += member.width;
    }
    end = Math.max(end, bit);
  }
  record.members = placed;
  record.align = align;
  record.size = roundUp(Math.ceil(end / 8), align);
}

/** The unit of the type's size where the bits fit into one, else (packed) the eight bytes that start at the first bit. */
function bitFieldAt(bit: number, width: number, unitBits: number): { offset: number; bits: BitField } {
  const start = Math.floor(bit / unitBits) * unitBits;
  const fits = bit + width <= start + unitBits;
  const from = fits ? start : Math.floor(bit / 8) * 8;
  const unit = fits ? unitBits / 8 : 8;
  return {
    offset: from / 8,
    bits: { shift: bit - from, width, unit: unit === 1 ? 1 : unit === 2 ? 2 : unit === 4 ? 4 : 8 },
  };
}
