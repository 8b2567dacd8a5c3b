import { characterValue, literalBytes } from '../preprocess/literal.ts';
import type { Expression } from './ast.ts';
import { readBranch } from './branch.ts';
import * as build from './build.ts';
import { readBuiltin } from './builtins.ts';
import { CError } from './cursor.ts';
import { wrapInteger } from './fold.ts';
import type { Parser } from './parser.ts';
import {
  arrayOf,
  CHAR,
  type CType,
  DOUBLE,
  FLOAT,
  INT,
  isCompatible,
  LONG,
  LONG_LONG,
  UNSIGNED,
  UNSIGNED_LONG,
  UNSIGNED_LONG_LONG,
  VOID,
} from './types.ts';

/** Names, constants, parentheses, statement expressions, compound literals, builtins, _Generic (C11 6.5.1). */
export function readPrimary(p: Parser): Expression {
  const { cursor } = p;
  const { text, kind, place } = cursor.peek();
  if (kind === 'number') {
    cursor.next();
    return readNumber(text, place);
  }
  if (kind === 'character') {
    cursor.next();
    return build.constant(characterValue(text), INT, place);
  }
  if (kind === 'string') return readString(p);
  if (text === '(') return readParenthesised(p);
  if (kind !== 'identifier') throw cursor.unexpected('an expression');
  if (text === '_Generic') return readGeneric(p);
  const builtin = readBuiltin(p);
  if (builtin) return builtin;
  cursor.next();
  if (text === '__func__' || text === '__FUNCTION__' || text === '__PRETTY_FUNCTION__') {
    return stringOf(literalBytes(`"${p.current?.name ?? ''}"`).concat(0), place);
  }
  return readName(p, text, place);
}

function readName(p: Parser, name: string, place: number): Expression {
  const binding = p.scope.find(name);
  if (!binding) {
    if (p.cursor.is('(')) {
      const entity = p.implicitFunction(name, place);
      return { kind: 'global', entity, type: entity.type, place };
    }
    const known = p.unknownName(name);
    if (known !== undefined) return build.constant(wrapInteger(known, INT), INT, place);
    throw new CError(`"${name}" is not declared`, place);
  }
  if (binding.kind === 'constant') return build.constant(binding.value, binding.type, place);
  if (binding.kind === 'typedef') throw new CError(`the type "${name}" stands where a value is expected`, place);
  if (binding.kind === 'local')
    return { kind: 'local', variable: binding.variable, type: binding.variable.type, place };
  return { kind: 'global', entity: binding.entity, type: binding.entity.type, place };
}

const stringOf = (bytes: readonly number[], place: number): Expression => ({
  kind: 'string',
  bytes,
  type: arrayOf(CHAR, bytes.length),
  place,
});

function readString(p: Parser): Expression {
  const { cursor } = p;
  const { place } = cursor;
  const bytes: number[] = [];
  while (cursor.peek().kind === 'string') {
    const literal = cursor.next().text;
    if (/^[LuU]/.test(literal) && !literal.startsWith('u8')) throw new CError('wide strings are not supported', place);
    for (const byte of literalBytes(literal)) bytes.push(byte);
  }
  bytes.push(0);
  return stringOf(bytes, place);
}

function readParenthesised(p: Parser): Expression {
  const { cursor } = p;
  const { place } = cursor.expect('(');
  if (cursor.is('{')) {
    const block = cursor.nested(() => p.block());
    cursor.expect(')');
    const last = block.items.at(-1);
    const type = last?.kind === 'expression' ? build.rvalue(last.expression).type : VOID;
    return { kind: 'statements', block, type, place };
  }
  if (p.startsType()) {
    const type = p.typeName();
    cursor.expect(')');
    return readCompoundLiteral(p, type, place);
  }
  const inner = cursor.nested(() => p.expression());
  cursor.expect(')');
  return inner;
}

function readCompoundLiteral(p: Parser, open: CType, place: number): Expression {
  if (!p.current) {
    const { type, initials } = p.initialiser(open);
    const entity = p.hidden('literal', type, { kind: 'data', place, parse: () => ({ initials, problems: [] }) });
    return { kind: 'global', entity, type, place };
  }
  const { type, initials } = p.initialiser(open);
  const variable = p.variable('literal', type);
  variable.inMemory = true;
  return { kind: 'literal', variable, initials, type, place };
}

/** `_Generic(value, type: expression, ..., default: expression)` (C11 6.5.1.1). */
function readGeneric(p: Parser): Expression {
  const { cursor } = p;
  const { place } = cursor.next();
  cursor.expect('(');
  const { type } = build.rvalue(p.assignment());
  let chosen: Expression | undefined;
  let otherwise: Expression | undefined;
  while (cursor.take(',')) {
    const wanted = cursor.take('default') ? undefined : p.typeName();
    cursor.expect(':');
    const isChosen = wanted !== undefined && chosen === undefined && isCompatible(wanted, type);
    const value = readBranch(p, isChosen || wanted === undefined);
    if (isChosen) chosen = value;
    else if (wanted === undefined) otherwise = value;
  }
  cursor.expect(')');
  const result = chosen ?? otherwise;
  if (!result) throw new CError('_Generic has no branch for this type', place);
  return result;
}

/** C11 6.4.4.1: the first type of the list in which the value fits. */
function readNumber(text: string, place: number): Expression {
  const integer = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlL]*)$/.exec(text);
  if (integer) {
    const [, digits = '0', suffix = ''] = integer;
    const isDecimal = !/^0./.test(digits);
    const value = BigInt(/^0[0-9]/.test(digits) ? `0o${digits.slice(1)}` : digits);
    const isUnsigned = /u/i.test(suffix);
    const longs = suffix.replace(/u/i, '').length;
    const list =
      longs === 2
        ? [LONG_LONG, UNSIGNED_LONG_LONG]
        : longs === 1
          ? [LONG, UNSIGNED_LONG]
          : [INT, UNSIGNED, LONG, UNSIGNED_LONG];
    const fits = list.find(
      (type) =>
        (isUnsigned ? !type.signed : type.signed || !isDecimal) &&
        value < 1n << BigInt(type.size * 8 - (type.signed ? 1 : 0)),
    );
    const type = fits ?? UNSIGNED_LONG;
    return build.constant(wrapInteger(value, type), type, place);
  }
  const float = /^([0-9.]+(?:[eE][+-]?[0-9]+)?)([fFlL]?)$/.exec(text);
  if (!float) throw new CError(`"${text}" is no number that is supported`, place);
  const isSingle = /f/i.test(float[2] ?? '');
  const value = Number(float[1]);
  return build.constant(isSingle ? Math.fround(value) : value, isSingle ? FLOAT : DOUBLE, place);
}
