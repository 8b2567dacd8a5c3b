import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gccRuns, hasGcc, WITHOUT_GCC } from './gcc.ts';
import { run, told } from './run-program.ts';

/** The law of C11 6.3.1 and 6.5 for integers, on bigints: what an expression must give, worked out by the test. */
interface Type {
  readonly name: string;
  readonly bits: number;
  readonly signed: boolean;
}

const TYPES: readonly Type[] = [
  { name: 'int8_t', bits: 8, signed: true },
  { name: 'uint8_t', bits: 8, signed: false },
  { name: 'int16_t', bits: 16, signed: true },
  { name: 'uint16_t', bits: 16, signed: false },
  { name: 'int32_t', bits: 32, signed: true },
  { name: 'uint32_t', bits: 32, signed: false },
  { name: 'int64_t', bits: 64, signed: true },
  { name: 'uint64_t', bits: 64, signed: false },
  { name: '__int128', bits: 128, signed: true },
  { name: 'unsigned __int128', bits: 128, signed: false },
];

const INT: Type = { name: 'int', bits: 32, signed: true };

interface Term {
  readonly text: string;
  readonly type: Type;
  readonly value: bigint;
}

const wrap = (value: bigint, { bits, signed }: Type): bigint =>
  signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);

const promote = (type: Type): Type => (type.bits < 32 ? INT : type);

function common(a: Type, b: Type): Type {
  const [x, y] = [promote(a), promote(b)];
  if (x.bits !== y.bits) return x.bits > y.bits ? x : y;
  return x.signed ? y : x;
}

const cast = (term: Term, type: Type): Term => ({
  text: `(${type.name})(${term.text})`,
  type,
  value: wrap(term.value, type),
});

function binary(operator: string, a: Term, b: Term): Term {
  const text = `(${a.text} ${operator} ${b.text})`;
  const type = common(a.type, b.type);
  const [x, y] = [wrap(a.value, type), wrap(b.value, type)];
  const truth = (value: boolean): Term => ({ text, type: INT, value: value ? 1n : 0n });
  const give = (value: bigint): Term => ({ text, type, value: wrap(value, type) });
  switch (operator) {
    case '+':
      return give(x + y);
    case '-':
      return give(x - y);
    case '*':
      return give(x * y);
    case '&':
      return give(x & y);
    case '|':
      return give(x | y);
    case '^':
      return give(x ^ y);
    case '<':
      return truth(x < y);
    case '>=':
      return truth(x >= y);
    case '==':
      return truth(x === y);
    case '&&':
      return truth(a.value !== 0n && b.value !== 0n);
    default:
      return truth(a.value !== 0n || b.value !== 0n);
  }
}

/** An operator whose right side must be in a range: a shift by less than the width, a division by what is not 0 or -1. */
function bounded(operator: string, a: Term, by: number): Term {
  const isShift = operator === '<<' || operator === '>>';
  const right = isShift ? by % promote(a.type).bits : by + 2;
  const text = `(${a.text} ${operator} ${right})`;
  const type = isShift ? promote(a.type) : common(a.type, INT);
  const [x, y] = [wrap(a.value, type), BigInt(right)];
  const value = operator === '<<' ? x << y : operator === '>>' ? x >> y : operator === '/' ? x / y : x % y;
  return { text, type, value: wrap(value, type) };
}

const unary = (operator: string, a: Term): Term => {
  const text = `(${operator}${a.text})`;
  if (operator === '!') return { text, type: INT, value: a.value === 0n ? 1n : 0n };
  const type = promote(a.type);
  return { text, type, value: wrap(operator === '-' ? -a.value : ~a.value, type) };
};

const choose = (test: Term, yes: Term, no: Term): Term => {
  const type = common(yes.type, no.type);
  return { text: `(${test.text} ? ${yes.text} : ${no.text})`, type, value: wrap((test.value ? yes : no).value, type) };
};

const EDGES = [
  0n,
  1n,
  2n,
  0x7fn,
  0x80n,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  (1n << 63n) - 1n,
  1n << 63n,
  -1n,
];

/** Variables of every type, so that nothing is folded when it is read. */
const variables = fc
  .tuple(
    ...TYPES.map(() => fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: -(1n << 127n), max: (1n << 127n) - 1n }))),
  )
  .map((values) => TYPES.map((type, i): Term => ({ text: `v${i}`, type, value: wrap(values[i] ?? 0n, type) })));

const expression = (terms: readonly Term[]): fc.Arbitrary<Term> =>
  fc.letrec<{ term: Term }>((tie) => ({
    term: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...terms),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '&', '|', '^', '<', '>=', '==', '&&', '||'), tie('term'), tie('term'))
        .map((t) => binary(...t)),
      fc.tuple(fc.constantFrom('<<', '>>', '/', '%'), tie('term'), fc.nat(126)).map((t) => bounded(...t)),
      fc.tuple(fc.constantFrom('-', '~', '!'), tie('term')).map((t) => unary(...t)),
      fc.tuple(tie('term'), fc.constantFrom(...TYPES)).map((t) => cast(...t)),
      fc.tuple(tie('term'), tie('term'), tie('term')).map((t) => choose(...t)),
    ),
  })).term;

const half = (value: bigint, shift: bigint): string => `0x${BigInt.asUintN(64, value >> shift).toString(16)}ul`;

/** A program that prints every expression, as 128 bits. */
function programOf(cases: readonly { readonly terms: readonly Term[]; readonly results: readonly Term[] }[]): string {
  const blocks = cases.map(({ terms, results }) => {
    const declared = terms.map(({ text, type, value }) => {
      return `volatile ${type.name} ${text} = (${type.name})(((unsigned __int128)${half(value, 64n)} << 64) | ${half(value, 0n)});`;
    });
    const printed = results.map(({ text }) => `show((__int128)${text});`);
    return `{ ${declared.join(' ')}\n${printed.join('\n')} }`;
  });
  return `#include <stdint.h>\n#include <stdio.h>
static void show(__int128 x) { printf("%016lx%016lx\\n", (unsigned long)(x >> 64), (unsigned long)x); }
int main(void)\n{\n${blocks.join('\n')}\nreturn 0;\n}`;
}

const wanted = (results: readonly Term[]): string =>
  results.map(({ value }) => `${BigInt.asUintN(128, value).toString(16).padStart(32, '0')}\n`).join('');

const cases = variables.chain((terms) =>
  fc.record({ terms: fc.constant(terms), results: fc.array(expression(terms), { minLength: 10, maxLength: 20 }) }),
);

describe('integer expressions of every width', () => {
  it('are what the law says', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { printed, stop } = run(programOf([one]));
        expect(told(stop)).toBe('');
        expect(printed).toBe(wanted(one.results));
      }),
      { numRuns: 60 },
    );
  });

  it.skipIf(!hasGcc)(`the law is gcc's${WITHOUT_GCC}`, () => {
    const sample = fc.sample(cases, { numRuns: 40, seed: 5 });
    expect(gccRuns(programOf(sample))).toBe(wanted(sample.flatMap(({ results }) => results)));
  });
});
