/** A type of C, qualifiers left out: nothing that is evaluated depends on them. Sizes are those of LP64. */
export type CType = VoidType | IntType | FloatType | PointerType | ArrayType | FunctionType | RecordType;

export interface VoidType {
  readonly kind: 'void';
}

export interface IntType {
  readonly kind: 'int';
  readonly name: string;
  /** Bytes. */
  readonly size: 1 | 2 | 4 | 8 | 16;
  readonly signed: boolean;
  /** Conversion rank (C11 6.3.1.1). */
  readonly rank: number;
}

export interface FloatType {
  readonly kind: 'float';
  readonly size: 4 | 8;
}

export interface PointerType {
  readonly kind: 'pointer';
  readonly to: CType;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly of: CType;
  /** undefined: incomplete, or a flexible member. */
  readonly length: number | undefined;
}

export interface Parameter {
  readonly name: string | undefined;
  readonly type: CType;
}

export interface FunctionType {
  readonly kind: 'function';
  readonly returns: CType;
  readonly parameters: readonly Parameter[];
  readonly variadic: boolean;
  /** `()`: takes anything. */
  readonly unspecified: boolean;
}

export interface Member {
  /** undefined: an anonymous struct or union, whose members are reached through it. */
  readonly name: string | undefined;
  readonly type: CType;
  /** Bytes from the start of the record; for a bit-field, of the unit that it is read from. */
  readonly offset: number;
  readonly bits: BitField | undefined;
}

export interface BitField {
  /** From the unit's lowest bit. */
  readonly shift: number;
  readonly width: number;
  /** Bytes of the unit. */
  readonly unit: 1 | 2 | 4 | 8;
}

/** A struct or union: an object of its own, completed where its members are read. */
export interface RecordType {
  readonly kind: 'record';
  readonly isUnion: boolean;
  readonly tag: string | undefined;
  members: readonly Member[] | undefined;
  size: number;
  align: number;
}

export const VOID: VoidType = { kind: 'void' };

const int = (name: string, size: IntType['size'], signed: boolean, rank: number): IntType => ({
  kind: 'int',
  name,
  size,
  signed,
  rank,
});

export const BOOL = int('_Bool', 1, false, 0);
export const CHAR = int('char', 1, true, 1);
export const SIGNED_CHAR = int('signed char', 1, true, 1);
export const UNSIGNED_CHAR = int('unsigned char', 1, false, 1);
export const SHORT = int('short', 2, true, 2);
export const UNSIGNED_SHORT = int('unsigned short', 2, false, 2);
export const INT = int('int', 4, true, 3);
export const UNSIGNED = int('unsigned int', 4, false, 3);
export const LONG = int('long', 8, true, 4);
export const UNSIGNED_LONG = int('unsigned long', 8, false, 4);
export const LONG_LONG = int('long long', 8, true, 5);
export const UNSIGNED_LONG_LONG = int('unsigned long long', 8, false, 5);
export const INT128 = int('__int128', 16, true, 6);
export const UNSIGNED_INT128 = int('unsigned __int128', 16, false, 6);
export const FLOAT: FloatType = { kind: 'float', size: 4 };
export const DOUBLE: FloatType = { kind: 'float', size: 8 };

const UNSIGNED_OF = new Map<IntType, IntType>([
  [INT, UNSIGNED],
  [LONG, UNSIGNED_LONG],
  [LONG_LONG, UNSIGNED_LONG_LONG],
  [INT128, UNSIGNED_INT128],
]);

const pointers = new WeakMap<CType, PointerType>();

export function pointerTo(to: CType): PointerType {
  const known = pointers.get(to);
  if (known) return known;
  const made: PointerType = { kind: 'pointer', to };
  pointers.set(to, made);
  return made;
}

export const arrayOf = (of: CType, length: number | undefined): ArrayType => ({ kind: 'array', of, length });

export const newRecord = (isUnion: boolean, tag: string | undefined): RecordType => ({
  kind: 'record',
  isUnion,
  tag,
  members: undefined,
  size: 0,
  align: 1,
});

/** Bytes; as GNU C has it, 1 for void and functions, and 0 for what is incomplete. */
export function sizeOf(type: CType): number {
  switch (type.kind) {
    case 'void':
    case 'function':
      return 1;
    case 'pointer':
      return 8;
    case 'array':
      return sizeOf(type.of) * (type.length ?? 0);
    default:
      return type.size;
  }
}

export function alignOf(type: CType): number {
  if (type.kind === 'array') return alignOf(type.of);
  return type.kind === 'record' ? type.align : sizeOf(type);
}

/** Nothing can have this type: its size is not known. */
export const isIncomplete = (type: CType): boolean =>
  type.kind === 'record'
    ? type.members === undefined
    : type.kind === 'array'
      ? type.length === undefined || isIncomplete(type.of)
      : type.kind === 'void';

export const isArithmetic = (type: CType): type is IntType | FloatType => type.kind === 'int' || type.kind === 'float';

export const isScalar = (type: CType): type is IntType | FloatType | PointerType =>
  isArithmetic(type) || type.kind === 'pointer';

/** An int in JavaScript is a number up to 32 bits and a bigint beyond. */
export const isWide = (type: CType): boolean => type.kind === 'int' && type.size > 4;

/** What a value of a type is to translated code: a bigint, where a record is, or a number. */
const shapeOf = (type: CType): string => (isWide(type) ? 'wide' : type.kind === 'record' ? 'record' : 'number');

/**
 * Whether who calls a function of one type may call one of the other: C has it undefined where the types differ (C11
 * 6.5.2.2). What is no function is not called.
 */
export function callAlike(called: CType, defined: CType): boolean {
  if (called.kind !== 'function' || defined.kind !== 'function') return true;
  if (shapeOf(called.returns) !== shapeOf(defined.returns)) return false;
  if (called.unspecified || defined.unspecified) return true;
  const { length } = called.parameters;
  return (
    called.variadic === defined.variadic &&
    length === defined.parameters.length &&
    called.parameters.every(({ type }, i) => shapeOf(type) === shapeOf(defined.parameters[i]?.type ?? type))
  );
}

/** Arrays and functions as values (C11 6.3.2.1). */
export function decay(type: CType): CType {
  if (type.kind === 'array') return pointerTo(type.of);
  return type.kind === 'function' ? pointerTo(type) : type;
}

/** The integer promotions (C11 6.3.1.1); every type below int fits into int. */
export const promote = <T extends CType>(type: T): T | IntType =>
  type.kind === 'int' && type.rank < INT.rank ? INT : type;

/** The usual arithmetic conversions (C11 6.3.1.8). */
export function usual(a: IntType | FloatType, b: IntType | FloatType): IntType | FloatType {
  if (a.kind === 'float' || b.kind === 'float') {
    return (a.kind === 'float' && a.size === 8) || (b.kind === 'float' && b.size === 8) || a.kind !== b.kind
      ? a.kind === 'float' && b.kind === 'int'
        ? a
        : b.kind === 'float' && a.kind === 'int'
          ? b
          : DOUBLE
      : FLOAT;
  }
  const [left, right] = [promote(a), promote(b)];
  if (left.rank === right.rank) return left.signed ? right : left;
  const [low, high] = left.rank < right.rank ? [left, right] : [right, left];
  if (low.signed === high.signed || !high.signed) return high;
  return high.size > low.size ? high : (UNSIGNED_OF.get(high) ?? high);
}

/** Compatible types (C11 6.2.7), as __builtin_types_compatible_p and _Generic ask. */
export function isCompatible(a: CType, b: CType): boolean {
  if (a === b) return true;
  if (a.kind === 'pointer' && b.kind === 'pointer') return isCompatible(a.to, b.to);
  if (a.kind === 'array' && b.kind === 'array') {
    return isCompatible(a.of, b.of) && (a.length === undefined || b.length === undefined || a.length === b.length);
  }
  if (a.kind === 'int' && b.kind === 'int') return a.rank === b.rank && a.signed === b.signed && a.name === b.name;
  if (a.kind === 'float' && b.kind === 'float') return a.size === b.size;
  if (a.kind === 'function' && b.kind === 'function') {
    if (!isCompatible(a.returns, b.returns)) return false;
    if (a.unspecified || b.unspecified) return true;
    return (
      a.variadic === b.variadic &&
      a.parameters.length === b.parameters.length &&
      a.parameters.every(({ type }, i) => isCompatible(type, b.parameters[i]?.type ?? VOID))
    );
  }
  return a.kind === 'void' && b.kind === 'void';
}

export interface FoundMember {
  readonly type: CType;
  readonly offset: number;
  readonly bits: BitField | undefined;
}

/** A member by its name, also through anonymous ones; the offset counts from the record. */
export function findMember(record: RecordType, name: string): FoundMember | undefined {
  for (const member of record.members ?? []) {
    if (member.name === name) return member;
    if (member.name === undefined && member.type.kind === 'record') {
      const inner = findMember(member.type, name);
      if (inner) return { ...inner, offset: inner.offset + member.offset };
    }
  }
  return undefined;
}

/** As C writes it, for messages. */
export function typeName(type: CType): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'int':
      return type.name;
    case 'float':
      return type.size === 4 ? 'float' : 'double';
    case 'pointer':
      return `${typeName(type.to)} *`;
    case 'array':
      return `${typeName(type.of)}[${type.length ?? ''}]`;
    case 'function':
      return `${typeName(type.returns)} ()`;
    case 'record':
      return `${type.isUnion ? 'union' : 'struct'} ${type.tag ?? '(anonymous)'}`;
  }
}
