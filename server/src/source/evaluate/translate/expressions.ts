import type { Expression } from '../parse/ast.ts';
import { isWide, sizeOf } from '../parse/types.ts';
import { translateBuiltin } from './builtins.ts';
import { translateCall } from './calls.ts';
import { type Context, Unsupported } from './context.ts';
import { conversion, literal } from './conversions.ts';
import { initialise } from './initialise.ts';
import { load, store } from './memory-access.ts';
import { comparison, complement, negation, operation, zero } from './operators.ts';
import { statementExpression } from './statement-expressions.ts';

/** An lvalue that is no JavaScript variable, or the address of a record. */
export function translateAddress(c: Context, e: Expression): string {
  switch (e.kind) {
    case 'local':
      return c.variable(e.variable);
    case 'global': {
      if (e.type.kind === 'function') return c.constantAddress(c.linker.codeAddress(e.entity));
      const address = c.linker.dataAddress(e.entity);
      return address === undefined
        ? c.stop(`"${e.entity.name}" is used, which no file that was read defines`)
        : c.constantAddress(address);
    }
    case 'deref':
      return c.value(e.pointer);
    case 'member': {
      const record = c.address(e.record);
      return e.offset === 0 ? record : `(${record}+${e.offset})`;
    }
    case 'string':
      return c.constantAddress(c.linker.stringAddress(e.bytes));
    case 'literal': {
      const address = c.variable(e.variable);
      return `(${[...initialise(c, address, sizeOf(e.variable.type), e.initials), address].join(',')})`;
    }
    case 'comma':
      return `(${c.effect(e.left)},${c.address(e.right)})`;
    default:
      if (e.type.kind !== 'record') throw new Unsupported('what has no address is used as a place');
      return c.value(e);
  }
}

const isRegister = (e: Expression): e is Expression & { kind: 'local' } => e.kind === 'local' && !e.variable.inMemory;

const bitsOf = (e: Expression) => (e.kind === 'member' ? e.bits : undefined);

/** A value in JavaScript: number, bigint, or the address of a record. */
export function translateValue(c: Context, e: Expression): string {
  const code = plainValue(c, e);
  return NOTED_ELSEWHERE.has(e.kind) ? code : c.noted(e.span, e.type, code);
}

/** What is assigned is noted at the target, what is tested where it is tested. */
const NOTED_ELSEWHERE: ReadonlySet<Expression['kind']> = new Set([
  'constant',
  'string',
  'compare',
  'logical',
  'not',
  'assign',
  'update',
  'comma',
]);

function plainValue(c: Context, e: Expression): string {
  switch (e.kind) {
    case 'constant':
      return literal(e.value);
    case 'local':
    case 'global':
    case 'deref':
    case 'member':
    case 'string':
    case 'literal':
      if (isRegister(e)) return c.variable(e.variable);
      return e.type.kind === 'record'
        ? c.address(e)
        : e.type.kind === 'void'
          ? c.address(e)
          : load(e.type, c.address(e), bitsOf(e));
    case 'address':
      return c.address(e.of);
    case 'binary':
      return operation(e.operator, c.value(e.left), c.value(e.right), e.type);
    case 'compare':
    case 'logical':
    case 'not':
      return `(${c.test(e)}?1:0)`;
    case 'negate':
      return negation(c.value(e.operand), e.type);
    case 'complement':
      return complement(c.value(e.operand), e.type);
    case 'offset':
      return `(${c.value(e.pointer)}+${scaled(c, e.index, e.scale)})`;
    case 'difference':
      return `BigInt(Math.trunc((${c.value(e.left)}-${c.value(e.right)})/${e.scale || 1}))`;
    case 'assign':
      return assignment(c, e.target, c.noted(e.target.span, e.target.type, c.value(e.value)));
    case 'update':
      return update(c, e);
    case 'previous':
      return c.previous.get(e) ?? '0';
    case 'conditional':
      return `(${c.test(e.condition)}?${counted(c, e.yes, e)}:${counted(c, e.no, e)})`;
    case 'comma':
      return `(${c.effect(e.left)},${c.value(e.right)})`;
    case 'cast':
      return e.type.kind === 'void' ? c.effect(e.operand) : conversion(c.value(e.operand), e.operand.type, e.type);
    case 'call':
      return translateCall(c, e);
    case 'statements':
      return statementExpression(c, e.block, e.type);
    case 'builtin':
      return translateBuiltin(c, e);
    case 'va_arg':
      if (e.type.kind === 'record') throw new Unsupported('va_arg of a struct is not supported');
      return isWide(e.type) ? `BigInt($nextArgument(${c.value(e.list)}))` : `Number($nextArgument(${c.value(e.list)}))`;
    case 'stop':
      return c.stop(e.message);
  }
}

/** An operand that need not run; where it stands on a line of its own, its runs are counted. */
function counted(c: Context, operand: Expression, of: Expression): string {
  const code = c.value(operand);
  return operand.place === of.place ? code : `(${c.count(operand.place)},${code})`;
}

/** Bytes to add to a pointer. */
function scaled(c: Context, index: Expression, scale: number): string {
  if (index.kind === 'constant') return literal(Number(index.value) * scale);
  const isNarrow = index.kind === 'cast' && index.operand.type.kind === 'int' && !isWide(index.operand.type);
  const count = isNarrow && index.kind === 'cast' ? c.value(index.operand) : `Number(${c.value(index)})`;
  return scale === 1 ? count : `${count}*${literal(scale)}`;
}

function assignment(c: Context, target: Expression, value: string): string {
  if (isRegister(target)) return `(${c.variable(target.variable)}=${value})`;
  if (target.type.kind === 'record') return `$copy(${c.address(target)},${value},${sizeOf(target.type)})`;
  return store(target.type, c.address(target), bitsOf(target), value);
}

function update(c: Context, e: Expression & { kind: 'update' }): string {
  const old = c.temporary();
  c.previous.set(e.previous, old);
  if (isRegister(e.target)) {
    const variable = c.variable(e.target.variable);
    const change = `${old}=${variable},${variable}=${changed(c, e)}`;
    return e.gives === 'new' ? `(${change})` : `(${change},${old})`;
  }
  const bits = bitsOf(e.target);
  const at = c.temporary();
  const read = `${at}=${c.address(e.target)},${old}=${load(e.type, at, bits)}`;
  const write = store(e.type, at, bits, changed(c, e));
  return e.gives === 'new' ? `(${read},${write})` : `(${read},${write},${old})`;
}

const changed = (c: Context, { target, compute }: Expression & { kind: 'update' }): string =>
  c.noted(target.span, target.type, c.value(compute));

/** True or false, for conditions. */
export function translateTest(c: Context, e: Expression): string {
  const code = plainTest(c, e);
  if (e.kind !== 'compare' && e.kind !== 'logical' && e.kind !== 'not') return code;
  const value = `${code}?1:0`;
  const noted = c.noted(e.span, e.type, value);
  return noted === value ? code : `(${noted}!==0)`;
}

function plainTest(c: Context, e: Expression): string {
  switch (e.kind) {
    case 'compare':
      return comparison(e.operator, c.value(e.left), c.value(e.right), e.left.type);
    case 'logical': {
      const right = c.test(e.right);
      const isBeside = e.right.place === e.left.place;
      return `(${c.test(e.left)}${e.operator}${isBeside ? right : `(${c.count(e.right.place)},${right})`})`;
    }
    case 'not':
      return `!${c.test(e.operand)}`;
    case 'cast':
      // Widening keeps what is zero; so does a conversion to _Bool.
      if (
        e.type.kind === 'int' &&
        e.operand.type.kind === 'int' &&
        (sizeOf(e.type) >= sizeOf(e.operand.type) || e.type.rank === 0)
      ) {
        return c.test(e.operand);
      }
      return `(${c.value(e)}!==${zero(e.type)})`;
    default:
      return `(${c.value(e)}!==${zero(e.type)})`;
  }
}

/** For what it does only. */
export function translateEffect(c: Context, e: Expression): string {
  if (e.kind === 'cast') return c.effect(e.operand);
  if (e.kind === 'update' && e.gives === 'old') return update(c, { ...e, gives: 'new' });
  return c.value(e);
}
