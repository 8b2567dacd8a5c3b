import { literalBytes } from '../preprocess/literal.ts';
import type { Expression, Initial } from './ast.ts';
import { cast, constant, rvalue } from './build.ts';
import { readConstant } from './constants.ts';
import { CError } from './cursor.ts';
import type { Parser } from './parser.ts';
import { arrayOf, type BitField, CHAR, type CType, findMember, isCompatible, sizeOf } from './types.ts';

/** A part of an object that is being initialised. */
interface Slot {
  readonly type: CType;
  readonly offset: number;
  readonly bits: BitField | undefined;
}

/** Elements that one range of designators may name. */
const MAX_RANGE = 1 << 20;

/** Reads what stands after `=` (C11 6.7.9); an array without a length gets one. */
export function readInitialiser(
  p: Parser,
  type: CType,
): { readonly type: CType; readonly initials: readonly Initial[] } {
  const reader = new InitialiserReader(p);
  const slot: Slot = { type, offset: 0, bits: undefined };
  const length = reader.element(slot);
  const isOpen = type.kind === 'array' && type.length === undefined;
  return { type: isOpen ? arrayOf(type.of, length) : type, initials: reader.initials };
}

class InitialiserReader {
  readonly initials: Initial[] = [];
  private readonly p: Parser;

  constructor(p: Parser) {
    this.p = p;
  }

  /** One element with or without braces; `pending` was read already. Gives how many elements an array has got. */
  element(slot: Slot, pending?: Expression): number {
    const { cursor } = this.p;
    const { type } = slot;
    if (!pending && cursor.is('{') && !isCharacters(type, cursor.peek(1).kind)) return this.braces(slot);
    if (!pending && type.kind === 'array' && isCharacters(type, cursor.peek(cursor.is('{') ? 1 : 0).kind)) {
      return this.characters(slot, type.length);
    }
    if (type.kind !== 'array' && type.kind !== 'record') {
      this.push(slot, cast(pending ?? this.p.assignment(), type));
      return 0;
    }
    const value = pending ?? this.p.assignment();
    if (type.kind === 'record' && value.type.kind === 'record' && isCompatible(type, value.type)) {
      this.push(slot, value);
      return 0;
    }
    if (type.kind === 'array' && value.type.kind === 'array' && value.kind === 'literal') {
      for (const initial of value.initials) this.initials.push({ ...initial, offset: initial.offset + slot.offset });
      return value.type.length ?? 0;
    }
    return this.list(slot, false, value);
  }

  private braces(slot: Slot): number {
    const { cursor } = this.p;
    cursor.expect('{');
    let length = 0;
    if (slot.type.kind === 'array' || slot.type.kind === 'record') {
      if (!cursor.is('}')) length = cursor.nested(() => this.list(slot, true));
    } else if (!cursor.is('}')) this.element(slot);
    cursor.take(',');
    cursor.expect('}');
    return length;
  }

  /** Elements up to the closing brace, or without braces as many as there is room for. */
  private list(slot: Slot, braced: boolean, pending?: Expression): number {
    const { cursor } = this.p;
    let [next, most] = [0, 0];
    let first = pending;
    for (;;) {
      const isDesignated = braced && !first && (cursor.is('.') || cursor.is('['));
      if (isDesignated) next = this.designated(slot);
      else {
        const target = slotAt(slot, next);
        if (!target) {
          if (!braced) return most;
          throw new CError('the initialiser has more elements than there is room for', cursor.place);
        }
        this.element(target, first);
        next++;
      }
      first = undefined;
      most = Math.max(most, next);
      const isLast = !cursor.is(',') || cursor.is('}', 1);
      if (isLast || (!braced && (!slotAt(slot, next) || cursor.is('.', 1) || cursor.is('[', 1)))) return most;
      cursor.next();
    }
  }

  /** `.member[index]... = element`; gives the index of what comes after it. */
  private designated(slot: Slot): number {
    const { cursor } = this.p;
    let targets: Slot[] = [slot];
    let next: number | undefined;
    while (cursor.is('.') || cursor.is('[')) {
      const { place } = cursor;
      const type = targets[0]?.type;
      if (cursor.take('.')) {
        const name = cursor.identifier().text;
        const found = type?.kind === 'record' ? findMember(type, name) : undefined;
        if (!found || type?.kind !== 'record') throw new CError(`there is no member "${name}" to initialise`, place);
        next ??= memberIndex(type, name) + 1;
        targets = targets.map(({ offset }) => ({ ...found, offset: offset + found.offset }));
      } else {
        cursor.next();
        if (type?.kind !== 'array') throw new CError('only an array has elements to initialise', place);
        const from = Number(readConstant(this.p));
        const to = cursor.take('...') ? Number(readConstant(this.p)) : from;
        cursor.expect(']');
        if (from < 0 || to < from || to - from > MAX_RANGE) throw new CError('the range of elements is wrong', place);
        next ??= to + 1;
        targets = targets.flatMap(({ offset }) =>
          Array.from({ length: to - from + 1 }, (_, i) => ({
            type: type.of,
            offset: offset + (from + i) * sizeOf(type.of),
            bits: undefined,
          })),
        );
      }
    }
    cursor.take('=');
    const at = cursor.at;
    for (const target of targets) {
      cursor.at = at;
      this.element(target);
    }
    return next ?? 0;
  }

  private characters(slot: Slot, length: number | undefined): number {
    const { cursor } = this.p;
    const braced = cursor.take('{');
    const { place } = cursor;
    const bytes: number[] = [];
    while (cursor.peek().kind === 'string') bytes.push(...literalBytes(cursor.next().text));
    bytes.push(0);
    if (braced) {
      cursor.take(',');
      cursor.expect('}');
    }
    const count = length ?? bytes.length;
    bytes.slice(0, count).forEach((byte, i) => {
      const value = constant((byte << 24) >> 24, CHAR, place);
      if (byte !== 0) this.push({ type: CHAR, offset: slot.offset + i, bits: undefined }, value);
    });
    return count;
  }

  private push({ type, offset, bits }: Slot, value: Expression): void {
    this.initials.push({ type, offset, bits, value: rvalue(value) });
  }
}

const isCharacters = (type: CType, kind: string): boolean =>
  type.kind === 'array' && type.of.kind === 'int' && type.of.size === 1 && kind === 'string';

/** The part of an aggregate that comes `index`-th: a union has only its first. */
function slotAt({ type, offset }: Slot, index: number): Slot | undefined {
  if (type.kind === 'array') {
    if (type.length !== undefined && index >= type.length) return undefined;
    return { type: type.of, offset: offset + index * sizeOf(type.of), bits: undefined };
  }
  if (type.kind !== 'record' || (type.isUnion && index > 0)) return undefined;
  const member = type.members?.[index];
  return member && { type: member.type, offset: offset + member.offset, bits: member.bits };
}

function memberIndex(record: CType & { kind: 'record' }, name: string): number {
  return (record.members ?? []).findIndex(
    (member) =>
      member.name === name ||
      (member.name === undefined && member.type.kind === 'record' && findMember(member.type, name) !== undefined),
  );
}
