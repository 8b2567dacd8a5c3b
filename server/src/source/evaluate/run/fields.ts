import type { Value } from '../parse/ast.ts';
import type { Scope } from '../parse/scope.ts';
import { type FoundMember, findMember, isWide, type RecordType } from '../parse/types.ts';
import type { Memory } from './memory.ts';

/** A struct by the name of a typedef or a tag. */
export function recordNamed(scopes: readonly Scope[], name: string): RecordType | undefined {
  for (const scope of scopes) {
    const binding = scope.find(name);
    const type = binding?.kind === 'typedef' ? binding.type : scope.findTag(name);
    if (type?.kind === 'record' && type.members) return type;
  }
  return undefined;
}

/** A member by a path, "map.nodes_nb"; undefined where the tree's struct has none. */
export function memberNamed(record: RecordType, path: string): FoundMember | undefined {
  let found: FoundMember | undefined;
  for (const name of path.split('.')) {
    const type: RecordType | undefined = !found ? record : found.type.kind === 'record' ? found.type : undefined;
    const next = type && findMember(type, name);
    if (!next) return undefined;
    found = { ...next, offset: next.offset + (found?.offset ?? 0) };
  }
  return found;
}

/** A scalar in memory; of a record or an array, its address. */
export function readMember(memory: Memory, record: number, { type, offset, bits }: FoundMember): Value {
  const at = record + offset;
  if (type.kind === 'pointer') return memory.loadP(at);
  if (type.kind === 'float') return type.size === 4 ? memory.loadF32(at) : memory.loadF64(at);
  if (type.kind !== 'int') return at;
  if (bits) return memory.loadBits(at, bits.unit, bits.shift, bits.width, type.signed, isWide(type));
  switch (type.size) {
    case 1:
      return type.signed ? memory.loadI8(at) : memory.loadU8(at);
    case 2:
      return type.signed ? memory.loadI16(at) : memory.loadU16(at);
    case 4:
      return type.signed ? memory.loadI32(at) : memory.loadU32(at);
    case 8:
      return type.signed ? memory.loadI64(at) : memory.loadU64(at);
    case 16:
      return type.signed ? memory.loadI128(at) : memory.loadU128(at);
  }
}

export function writeMember(memory: Memory, record: number, { type, offset, bits }: FoundMember, value: Value): void {
  const at = record + offset;
  if (type.kind === 'pointer') memory.storeP(at, Number(value));
  if (type.kind !== 'int') return;
  if (bits) memory.storeBits(at, bits.unit, bits.shift, bits.width, type.signed, isWide(type), value);
  else if (type.size === 16) memory.storeU128(at, BigInt(value));
  else if (type.size === 8) memory.storeU64(at, BigInt.asUintN(64, BigInt(value)));
  else if (type.size === 4) memory.storeU32(at, Number(value));
  else if (type.size === 2) memory.storeU16(at, Number(value));
  else memory.storeU8(at, Number(value));
}
