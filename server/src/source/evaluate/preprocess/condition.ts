import { characterValue } from './literal.ts';
import { BINARY_LEVELS } from './operators.ts';
import type { Token } from './token.ts';

/** A value of `#if`: intmax_t or uintmax_t (C11 6.10.1). */
interface Value {
  readonly value: bigint;
  readonly unsigned: boolean;
}

const MAX_DEPTH = 200;

/** Evaluates the expression of `#if`, macros already expanded; identifiers that are left are 0. Throws a sentence. */
export function evaluateCondition(tokens: readonly Token[]): boolean {
  const reader = new ConditionReader(tokens);
  const { value } = reader.conditional();
  reader.finish();
  return value !== 0n;
}

class ConditionReader {
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  finish(): void {
    const left = this.tokens[this.at];
    if (left) throw new Error(`"${left.text}" is not expected in the condition`);
  }

  conditional(): Value {
    if (++this.depth > MAX_DEPTH) throw new Error('the condition is nested too deeply');
    const condition = this.binary(0);
    if (!this.take('?')) {
      this.depth--;
      return condition;
    }
    const yes = this.conditional();
    if (!this.take(':')) throw new Error('":" is missing in the condition');
    const no = this.conditional();
    this.depth--;
    return wrap((condition.value !== 0n ? yes : no).value, yes.unsigned || no.unsigned);
  }

  private binary(level: number): Value {
    const operators = BINARY_LEVELS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.tokens[this.at]?.text ?? '';
      if (!operators.includes(operator)) return left;
      this.at++;
      left = compute(operator, left, this.binary(level + 1));
    }
  }

  private unary(): Value {
    const token = this.tokens[this.at++];
    if (!token) throw new Error('the condition ends too early');
    if (token.text === '(') {
      const inner = this.conditional();
      if (!this.take(')')) throw new Error('")" is missing in the condition');
      return inner;
    }
    if ('!~-+'.includes(token.text) && token.kind === 'punctuator') {
      if (++this.depth > MAX_DEPTH) throw new Error('the condition is nested too deeply');
      const { value, unsigned } = this.unary();
      this.depth--;
      if (token.text === '!') return wrap(value === 0n ? 1n : 0n, false);
      return wrap(token.text === '~' ? ~value : token.text === '-' ? -value : value, unsigned);
    }
    if (token.kind === 'number') return readInteger(token.text);
    if (token.kind === 'character') return wrap(BigInt(characterValue(token.text)), false);
    if (token.kind === 'identifier') return wrap(0n, false);
    throw new Error(`"${token.text}" is not expected in the condition`);
  }

  private take(text: string): boolean {
    if (this.tokens[this.at]?.text !== text) return false;
    this.at++;
    return true;
  }
}

const wrap = (value: bigint, unsigned: boolean): Value => ({
  value: unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value),
  unsigned,
});

const truth = (value: boolean): Value => wrap(value ? 1n : 0n, false);

function compute(operator: string, left: Value, right: Value): Value {
  const unsigned = left.unsigned || right.unsigned;
  const a = wrap(left.value, unsigned).value;
  const b = wrap(right.value, unsigned).value;
  switch (operator) {
    case '||':
      return truth(a !== 0n || b !== 0n);
    case '&&':
      return truth(a !== 0n && b !== 0n);
    case '|':
      return wrap(a | b, unsigned);
    case '^':
      return wrap(a ^ b, unsigned);
    case '&':
      return wrap(a & b, unsigned);
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    case '<<':
      return wrap(left.value << (right.value & 63n), left.unsigned);
    case '>>':
      return wrap(left.value >> (right.value & 63n), left.unsigned);
    case '+':
      return wrap(a + b, unsigned);
    case '-':
      return wrap(a - b, unsigned);
    case '*':
      return wrap(a * b, unsigned);
    default:
      // An operand of && or || that is not evaluated may divide by zero.
      return wrap(b === 0n ? 0n : operator === '/' ? a / b : a % b, unsigned);
  }
}

function readInteger(text: string): Value {
  const [, digits = '', suffix = ''] = /^(0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)([uUlL]*)$/.exec(text) ?? [];
  if (digits === '') throw new Error(`"${text}" is no integer`);
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return wrap(value, /u/i.test(suffix) || value >> 63n !== 0n);
}
