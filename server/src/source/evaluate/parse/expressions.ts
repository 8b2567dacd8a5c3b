import { BINARY_LEVELS } from '../preprocess/operators.ts';
import type { Comparison, Expression, Operator } from './ast.ts';
import * as build from './build.ts';
import { CError } from './cursor.ts';
import type { Parser } from './parser.ts';
import { readPrimary } from './primary.ts';
import { alignOf, type CType, INT, isIncomplete, sizeOf, typeName, VOID } from './types.ts';

const LEVEL_OF = new Map(BINARY_LEVELS.flatMap((operators, level) => operators.map((operator) => [operator, level])));

const COMPARISONS = new Set(['==', '!=', '<', '>', '<=', '>=']);

/** Keeps what an expression was read from. A part in parentheses has its own already. */
function spanned(p: Parser, from: number, e: Expression): Expression {
  if (p.current && e.kind !== 'constant') e.span ??= [from, p.cursor.at];
  return e;
}

export function readExpression(p: Parser): Expression {
  let left = p.assignment();
  while (p.cursor.is(',')) {
    const { place } = p.cursor.next();
    left = build.comma(left, p.assignment(), place);
  }
  return left;
}

export function readAssignment(p: Parser): Expression {
  return p.cursor.nested(() => {
    const from = p.cursor.at;
    const left = readConditional(p);
    const { text, place, kind } = p.cursor.peek();
    if (kind !== 'punctuator' || !text.endsWith('=') || LEVEL_OF.has(text)) return left;
    p.cursor.next();
    const value = readAssignment(p);
    if (text === '=') return spanned(p, from, build.assign(left, value, place));
    const operator = text.slice(0, -1) as Operator;
    const compute = (previous: Expression) => build.binary(operator, previous, value, place);
    return spanned(p, from, build.update(left, compute, 'new', place));
  });
}

export function readConditional(p: Parser): Expression {
  const { cursor } = p;
  const from = cursor.at;
  const test = readBinary(p, 0);
  if (!cursor.is('?')) return test;
  const { place } = cursor.next();
  if (cursor.take(':')) {
    // GNU's `a ?: b` takes the value of a once.
    const value = build.rvalue(test);
    if (value.kind === 'constant') return build.conditional(value, value, readConditional(p), place);
    const kept: Expression = { kind: 'local', variable: p.variable('value', value.type), type: value.type, place };
    const keeping = build.assign(kept, value, place);
    return build.comma(keeping, build.conditional(kept, kept, readConditional(p), place), place);
  }
  const yes = readExpression(p);
  cursor.expect(':');
  const no = cursor.nested(() => readConditional(p));
  return spanned(p, from, build.conditional(test, yes, no, place));
}

function readBinary(p: Parser, weakest: number): Expression {
  const from = p.cursor.at;
  let left = readCast(p);
  for (;;) {
    const { text, place, kind } = p.cursor.peek();
    const level = kind === 'punctuator' ? LEVEL_OF.get(text) : undefined;
    if (typeof level !== 'number' || level < weakest) return left;
    p.cursor.next();
    const right = readBinary(p, level + 1);
    if (text === '&&' || text === '||') left = build.logical(text, left, right, place);
    else if (COMPARISONS.has(text)) left = build.compare(text as Comparison, left, right, place);
    else left = build.binary(text as Operator, left, right, place);
    left = spanned(p, from, left);
  }
}

function readCast(p: Parser): Expression {
  const { cursor } = p;
  if (cursor.is('(')) {
    const from = cursor.at;
    const type = typeInParentheses(p);
    if (type && !cursor.is('{')) {
      const operand = cursor.nested(() => readCast(p));
      if (type.kind !== 'record') return build.cast(operand, type);
      if (operand.type.kind === 'record') return operand;
      throw new CError(`${typeName(operand.type)} cannot become ${typeName(type)}`, operand.place);
    }
    cursor.at = from;
  }
  return readUnary(p);
}

/** `(type)`, undefined where the parentheses hold something else. */
function typeInParentheses(p: Parser): CType | undefined {
  const { cursor } = p;
  cursor.expect('(');
  if (!p.startsType()) return undefined;
  const type = p.typeName();
  cursor.expect(')');
  return type;
}

function readUnary(p: Parser): Expression {
  const from = p.cursor.at;
  return spanned(p, from, readOperand(p));
}

function readOperand(p: Parser): Expression {
  const { cursor } = p;
  const { text, place, kind } = cursor.peek();
  if (kind === 'punctuator') {
    if (text === '++' || text === '--') {
      cursor.next();
      const one = build.constant(1, INT, place);
      const operator = text === '++' ? '+' : '-';
      return build.update(
        cursor.nested(() => readUnary(p)),
        (old) => build.binary(operator, old, one, place),
        'new',
        place,
      );
    }
    if (text === '&' || text === '*' || text === '+' || text === '-' || text === '~' || text === '!') {
      cursor.next();
      const operand = cursor.nested(() => readCast(p));
      if (text === '&') return build.addressOf(operand);
      return text === '*' ? { ...build.deref(operand), place } : build.unary(text, operand, place);
    }
    if (text === '&&') throw new CError('the address of a label is taken, which is not supported', place);
  }
  if (kind === 'identifier') {
    if (text === 'sizeof') return build.sizeConstant(sizeOf(measured(p)), place);
    if (/^(_Alignof|alignof|__alignof__|__alignof)$/.test(text)) return build.sizeConstant(alignOf(measured(p)), place);
    if (text === '__extension__') {
      cursor.next();
      return readCast(p);
    }
  }
  const from = cursor.at;
  return readPostfix(p, from, spanned(p, from, readPrimary(p)));
}

/** The operand of sizeof: a type or an expression that is not evaluated. */
function measured(p: Parser): CType {
  const { cursor } = p;
  const { place } = cursor.next();
  const from = cursor.at;
  const named = cursor.is('(') ? typeInParentheses(p) : undefined;
  let type = named;
  if (!named || cursor.is('{')) {
    cursor.at = from;
    type = cursor.nested(() => readUnary(p)).type;
  }
  if (!type || (type !== VOID && isIncomplete(type) && type.kind === 'record')) {
    throw new CError(`the size of ${type ? typeName(type) : 'this'} is not known`, place);
  }
  return type;
}

function readPostfix(p: Parser, from: number, primary: Expression): Expression {
  const { cursor } = p;
  let e = primary;
  for (;;) {
    const { text, place, kind } = cursor.peek();
    if (kind !== 'punctuator') return e;
    if (text === '[') {
      cursor.next();
      const index = p.expression();
      cursor.expect(']');
      e = { ...build.deref(build.binary('+', e, index, place)), place };
    } else if (text === '(') {
      cursor.next();
      const args: Expression[] = [];
      while (!cursor.is(')')) {
        args.push(p.assignment());
        if (!cursor.take(',')) break;
      }
      cursor.expect(')');
      e = build.call(e, args, e.place);
    } else if (text === '.') {
      cursor.next();
      e = build.member(e, cursor.identifier().text, place);
    } else if (text === '->') {
      cursor.next();
      e = build.member(build.deref(e), cursor.identifier().text, place);
    } else if (text === '++' || text === '--') {
      cursor.next();
      const one = build.constant(1, INT, place);
      const operator = text === '++' ? '+' : '-';
      e = build.update(e, (old) => build.binary(operator, old, one, place), 'old', place);
    } else return e;
    e = spanned(p, from, e);
  }
}
