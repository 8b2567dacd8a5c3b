import type { Comparison, Expression, Operator, Value } from './ast.ts';
import { CError } from './cursor.ts';
import { convert, foldBinary, foldComparison, wrapInteger } from './fold.ts';
import {
  BOOL,
  type CType,
  DOUBLE,
  decay,
  type FloatType,
  findMember,
  INT,
  type IntType,
  isArithmetic,
  isIncomplete,
  isScalar,
  LONG,
  pointerTo,
  promote,
  sizeOf,
  typeName,
  UNSIGNED_LONG,
  usual,
  VOID,
} from './types.ts';

type Constant = Expression & { readonly kind: 'constant' };

export const constant = (value: Value, type: CType, place: number): Constant => ({
  kind: 'constant',
  value,
  type,
  place,
});

/** A size: unsigned long. */
export const sizeConstant = (bytes: number, place: number): Expression => constant(BigInt(bytes), UNSIGNED_LONG, place);

const isConstant = (e: Expression): e is Constant => e.kind === 'constant';

/** A null pointer constant (C11 6.3.2.3). */
const isNull = (e: Expression): boolean =>
  isConstant(e) &&
  Number(e.value) === 0 &&
  (e.type.kind === 'int' || (e.type.kind === 'pointer' && e.type.to === VOID));

/** The expression as a value: arrays and functions become pointers, small bit-fields ints. */
export function rvalue(e: Expression): Expression {
  if (e.type.kind === 'array' || e.type.kind === 'function') return { ...addressOf(e), type: decay(e.type) };
  return e;
}

export function cast(operand: Expression, type: CType): Expression {
  const e = rvalue(operand);
  if (e.type === type) return e;
  if (type.kind === 'void') return { kind: 'cast', operand: e, type, place: e.place };
  if (e.kind === 'stop') return { ...e, type };
  if (!isScalar(type) || !isScalar(e.type)) {
    if (type.kind === 'record' && e.type.kind === 'record') return e;
    throw new CError(`${typeName(e.type)} cannot become ${typeName(type)}`, e.place);
  }
  return isConstant(e)
    ? constant(convert(e.value, type), type, e.place)
    : { kind: 'cast', operand: e, type, place: e.place };
}

/** The address of an lvalue, or of a record that an expression gives. */
export function addressOf(of: Expression): Expression {
  const type = pointerTo(of.type);
  const { place } = of;
  if (of.kind === 'deref') return { ...of.pointer, type };
  if (of.kind === 'member') {
    if (of.bits) throw new CError('a bit-field has no address', place);
    const base = addressOf(of.record);
    if (isConstant(base)) return constant(Number(base.value) + of.offset, type, place);
  }
  for (let root: Expression = of; ; root = root.record) {
    if (root.kind === 'local') root.variable.inMemory = true;
    if (root.kind !== 'member') break;
  }
  return { kind: 'address', of, type, place };
}

export function deref(operand: Expression): Expression {
  const pointer = rvalue(operand);
  if (pointer.type.kind !== 'pointer') throw new CError(`${typeName(pointer.type)} is no pointer`, operand.place);
  if (pointer.kind === 'address') return { ...pointer.of, type: pointer.type.to };
  return { kind: 'deref', pointer, type: pointer.type.to, place: operand.place };
}

export function member(record: Expression, name: string, place: number): Expression {
  if (record.type.kind !== 'record') throw new CError(`${typeName(record.type)} has no members`, place);
  const found = findMember(record.type, name);
  if (!found) throw new CError(`${typeName(record.type)} has no member "${name}"`, place);
  const inner = record.kind === 'member' ? record : undefined;
  const { type, bits } = found;
  const offset = found.offset + (inner?.offset ?? 0);
  return { kind: 'member', record: inner?.record ?? record, offset, bits, type, place };
}

/** Integer promotion of a value; a bit-field that fits into an int becomes one. */
export function promoted(operand: Expression): Expression {
  const e = rvalue(operand);
  if (e.kind === 'member' && e.bits && e.type.kind === 'int' && e.type !== BOOL) {
    if (e.bits.width < 32 || (e.bits.width === 32 && e.type.signed)) return cast(e, INT);
  }
  return cast(e, promote(e.type));
}

type Arithmetic = Expression & { readonly type: IntType | FloatType };

const hasArithmetic = (e: Expression): e is Arithmetic => isArithmetic(e.type);

function arithmetic(e: Expression, what: string): Arithmetic {
  const value = promoted(e);
  if (hasArithmetic(value)) return value;
  throw new CError(`"${what}" cannot be applied to ${typeName(value.type)}`, e.place);
}

export function unary(operator: string, operand: Expression, place: number): Expression {
  if (operator === '!') {
    const e = rvalue(operand);
    if (!isScalar(e.type)) throw new CError(`"!" cannot be applied to ${typeName(e.type)}`, place);
    return isConstant(e) ? constant(e.value ? 0 : 1, INT, place) : { kind: 'not', operand: e, type: INT, place };
  }
  const e = arithmetic(operand, operator);
  if (operator === '+') return e;
  if (isConstant(e)) {
    if (e.type.kind === 'float') return constant(-Number(e.value), e.type, place);
    return constant(wrapInteger(operator === '-' ? -BigInt(e.value) : ~BigInt(e.value), e.type), e.type, place);
  }
  return { kind: operator === '-' ? 'negate' : 'complement', operand: e, type: e.type, place };
}

const pointed = (e: Expression): number | undefined => (e.type.kind === 'pointer' ? sizeOf(e.type.to) : undefined);

/** pointer + index, or - with `sign` -1. */
function offset(pointer: Expression, index: Expression, sign: 1 | -1, place: number): Expression {
  const scale = (pointed(pointer) ?? 1) * sign;
  const count = cast(promoted(index), LONG);
  if (isConstant(pointer) && isConstant(count)) {
    return constant(Number(pointer.value) + Number(count.value) * scale, pointer.type, place);
  }
  return { kind: 'offset', pointer, index: count, scale, type: pointer.type, place };
}

export function binary(operator: Operator, l: Expression, r: Expression, place: number): Expression {
  const [left, right] = [rvalue(l), rvalue(r)];
  if (operator === '+' || operator === '-') {
    const sign = operator === '+' ? 1 : -1;
    if (left.type.kind === 'pointer' && right.type.kind === 'int') return offset(left, right, sign, place);
    if (operator === '+' && right.type.kind === 'pointer' && left.type.kind === 'int')
      return offset(right, left, 1, place);
    const scale = pointed(left);
    if (operator === '-' && scale !== undefined && right.type.kind === 'pointer') {
      if (isConstant(left) && isConstant(right)) {
        return constant(BigInt((Number(left.value) - Number(right.value)) / scale), LONG, place);
      }
      return { kind: 'difference', left, right, scale, type: LONG, place };
    }
  }
  const isShift = operator === '<<' || operator === '>>';
  const [a, b] = [arithmetic(left, operator), arithmetic(right, operator)];
  const type = isShift ? a.type : usual(a.type, b.type);
  if (type.kind === 'float' && !'+-*/'.includes(operator)) throw new CError(`"${operator}" needs integers`, place);
  const [x, y] = [cast(a, type), isShift ? cast(b, INT) : cast(b, type)];
  if (isConstant(x) && isConstant(y)) {
    const value = foldBinary(operator, x.value, y.value, type);
    if (value !== undefined) return constant(value, type, place);
  }
  return { kind: 'binary', operator, left: x, right: y, type, place };
}

export function compare(operator: Comparison, l: Expression, r: Expression, place: number): Expression {
  let [left, right] = [rvalue(l), rvalue(r)];
  if (left.type.kind === 'pointer' || right.type.kind === 'pointer') {
    const type = left.type.kind === 'pointer' ? left.type : right.type;
    [left, right] = [cast(left, type), cast(right, type)];
  } else {
    const [a, b] = [arithmetic(left, operator), arithmetic(right, operator)];
    const type = usual(a.type, b.type);
    [left, right] = [cast(a, type), cast(b, type)];
  }
  if (isConstant(left) && isConstant(right)) {
    return constant(foldComparison(operator, left.value, right.value), INT, place);
  }
  return { kind: 'compare', operator, left, right, type: INT, place };
}

function truth(e: Expression): Expression {
  const value = rvalue(e);
  if (!isScalar(value.type)) throw new CError(`${typeName(value.type)} is neither true nor false`, e.place);
  return value;
}

/** A value that is tested. */
export const condition = truth;

export function logical(operator: '&&' | '||', l: Expression, r: Expression, place: number): Expression {
  const [left, right] = [truth(l), truth(r)];
  if (isConstant(left)) {
    const isTrue = left.value !== 0 && left.value !== 0n;
    if (isTrue === (operator === '||')) return constant(isTrue ? 1 : 0, INT, place);
    if (isConstant(right)) return constant(right.value ? 1 : 0, INT, place);
  }
  return { kind: 'logical', operator, left, right, type: INT, place };
}

export function conditional(c: Expression, y: Expression, n: Expression, place: number): Expression {
  const test = truth(c);
  let [yes, no] = [rvalue(y), rvalue(n)];
  let type: CType;
  if (isArithmetic(yes.type) && isArithmetic(no.type)) {
    [yes, no] = [promoted(yes), promoted(no)];
    type = isArithmetic(yes.type) && isArithmetic(no.type) ? usual(yes.type, no.type) : yes.type;
  } else if (yes.type.kind === 'void' || no.type.kind === 'void') type = VOID;
  else if (yes.type.kind === 'record') type = yes.type;
  else if (isNull(yes)) type = no.type.kind === 'pointer' ? no.type : yes.type;
  else if (isNull(no)) type = yes.type;
  else type = no.type.kind === 'pointer' && no.type.to === VOID ? no.type : yes.type;
  [yes, no] = [cast(yes, type), cast(no, type)];
  if (isConstant(test)) return test.value ? yes : no;
  return { kind: 'conditional', condition: test, yes, no, type, place };
}

const LVALUES = new Set<Expression['kind']>(['local', 'global', 'deref', 'member', 'literal']);

function lvalue(target: Expression, place: number): Expression {
  if (!LVALUES.has(target.kind) || target.type.kind === 'array' || target.type.kind === 'function') {
    throw new CError('what stands left of the assignment cannot be assigned to', place);
  }
  return target;
}

export function assign(target: Expression, value: Expression, place: number): Expression {
  lvalue(target, place);
  return { kind: 'assign', target, value: cast(value, target.type), type: target.type, place };
}

/** Reads, computes and writes back a target whose place is found once. */
export function update(
  target: Expression,
  compute: (previous: Expression) => Expression,
  gives: 'new' | 'old',
  place: number,
): Expression {
  const { type } = lvalue(target, place);
  const previous = { kind: 'previous', type, place } as const;
  return { kind: 'update', target, previous, compute: cast(compute(previous), type), gives, type, place };
}

export const comma = (left: Expression, right: Expression, place: number): Expression => {
  const value = rvalue(right);
  return { kind: 'comma', left: rvalue(left), right: value, type: value.type, place };
};

/** `callee(args)`: arguments as the prototype says, else by the default promotions (C11 6.5.2.2). */
export function call(callee: Expression, args: readonly Expression[], place: number): Expression {
  const target = callee.type.kind === 'function' ? callee : deref(callee);
  const signature = target.type;
  if (signature.kind !== 'function') throw new CError(`${typeName(callee.type)} cannot be called`, place);
  const fixed = signature.parameters.length;
  if (!signature.unspecified && (args.length < fixed || (args.length > fixed && !signature.variadic))) {
    throw new CError(`${args.length} arguments are given where ${fixed} are taken`, place);
  }
  const passed = args.map((arg, i) => {
    const parameter = signature.parameters[i];
    if (parameter) return cast(arg, decay(parameter.type));
    const value = promoted(arg);
    return value.type.kind === 'float' ? cast(value, DOUBLE) : value;
  });
  if (signature.returns.kind === 'record' && isIncomplete(signature.returns)) {
    throw new CError(`${typeName(signature.returns)} is not known`, place);
  }
  return { kind: 'call', callee: target, args: passed, signature, type: signature.returns, place };
}
