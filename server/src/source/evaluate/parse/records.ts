import { newAttributes, readAttributes } from './attributes.ts';
import { readConstant } from './constants.ts';
import { wrapInteger } from './fold.ts';
import { completeRecord, type MemberDeclaration } from './layout.ts';
import type { Parser } from './parser.ts';
import {
  type CType,
  INT,
  type IntType,
  isIncomplete,
  LONG,
  newRecord,
  type RecordType,
  UNSIGNED,
  UNSIGNED_LONG,
} from './types.ts';

/** `struct` or `union`, with or without its members (C11 6.7.2.1). */
export function readRecord(p: Parser): RecordType {
  const { cursor } = p;
  const isUnion = cursor.next().text === 'union';
  const attributes = newAttributes();
  readAttributes(p, attributes);
  const tag = cursor.peek().kind === 'identifier' ? cursor.next().text : undefined;
  readAttributes(p, attributes);
  const defines = cursor.is('{');
  const record = findRecord(p, isUnion, tag, defines || cursor.is(';'));
  if (!defines) return record;
  cursor.next();
  const members: MemberDeclaration[] = [];
  while (!cursor.is('}')) {
    if (cursor.isAtEnd) throw cursor.unexpected('"}"');
    readMembers(p, members);
  }
  cursor.next();
  readAttributes(p, attributes);
  // A second definition, of a header that was read twice, says the same.
  if (record.members === undefined) completeRecord(record, members, attributes);
  return record;
}

function findRecord(p: Parser, isUnion: boolean, tag: string | undefined, isOwn: boolean): RecordType {
  if (tag === undefined) return newRecord(isUnion, undefined);
  const known = isOwn ? p.scope.ownTag(tag) : p.scope.findTag(tag);
  if (known?.kind === 'record' && known.isUnion === isUnion) return known;
  const made = newRecord(isUnion, tag);
  p.scope.declareTag(tag, made);
  return made;
}

function readMembers(p: Parser, into: MemberDeclaration[]): void {
  const { cursor } = p;
  if (cursor.take(';')) return;
  if (cursor.is('_Static_assert') || cursor.is('static_assert')) {
    readStaticAssert(p);
    return;
  }
  const base = p.specifiers();
  if (cursor.take(';')) {
    // Anonymous, unless it only declares a tag.
    if (base.type.kind === 'record' && base.type.tag === undefined)
      into.push(member(undefined, base.type, base.attributes));
    return;
  }
  do {
    const attributes = { ...base.attributes };
    const declarator = cursor.is(':') ? undefined : p.declarator(base.type, attributes);
    const width = cursor.take(':') ? Number(readConstant(p)) : undefined;
    readAttributes(p, attributes);
    const type = declarator?.type ?? base.type;
    if (width === undefined && type.kind === 'record' && isIncomplete(type)) {
      const which = declarator?.name === undefined ? 'a member without a name' : `the member "${declarator.name}"`;
      p.problem(cursor.place, `${which} has an unknown type: it is taken as empty`);
    }
    into.push({ ...member(declarator?.name, type, attributes), width });
  } while (cursor.take(','));
  cursor.expect(';');
}

const member = (
  name: string | undefined,
  type: CType,
  { align, packed }: { readonly align: number; readonly packed: boolean },
): MemberDeclaration => ({ name, type, align, packed, width: undefined });

/** `enum`, with or without its constants; like gcc, unsigned where nothing is negative, wider where it must be. */
export function readEnum(p: Parser): IntType {
  const { cursor } = p;
  cursor.next();
  const attributes = newAttributes();
  readAttributes(p, attributes);
  const tag = cursor.peek().kind === 'identifier' ? cursor.next().text : undefined;
  if (!cursor.take('{')) {
    const known = tag === undefined ? undefined : p.scope.findTag(tag);
    return known?.kind === 'int' ? known : UNSIGNED;
  }
  let value = -1n;
  let [least, most] = [0n, 0n];
  while (!cursor.is('}')) {
    const name = cursor.identifier();
    readAttributes(p, attributes);
    value = cursor.take('=') ? readConstant(p) : value + 1n;
    if (value < least) least = value;
    if (value > most) most = value;
    const type = BigInt.asIntN(32, value) === value ? INT : BigInt.asUintN(32, value) === value ? UNSIGNED : LONG;
    p.scope.declare(name.text, { kind: 'constant', value: wrapInteger(value, type), type });
    if (!cursor.take(',')) break;
  }
  cursor.expect('}');
  readAttributes(p, attributes);
  const fits = least >= -(1n << 31n) && most < 1n << 32n && (least === 0n || most < 1n << 31n);
  const type = least < 0n ? (fits ? INT : LONG) : fits ? UNSIGNED : UNSIGNED_LONG;
  if (tag !== undefined) p.scope.declareTag(tag, type);
  return type;
}

/** `_Static_assert(condition, "text");`: one that fails is a problem of the text. */
export function readStaticAssert(p: Parser): void {
  const { cursor } = p;
  const { place } = cursor.next();
  cursor.expect('(');
  const held = readConstant(p);
  let text = '';
  if (cursor.take(',')) while (cursor.peek().kind === 'string') text += cursor.next().text;
  cursor.expect(')');
  cursor.expect(';');
  if (held === 0n) p.problem(place, `a static assertion fails: ${text}`);
}
