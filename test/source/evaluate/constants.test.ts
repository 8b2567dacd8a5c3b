import { describe, expect, it } from 'vitest';
import { parseUnit, whole } from '../../../server/src/source/evaluate/parse/unit.ts';
import { lex } from '../../../server/src/source/evaluate/preprocess/lex.ts';
import { lineOfPlace } from '../../../server/src/source/evaluate/preprocess/token.ts';
import { gccRuns, hasGcc, WITHOUT_GCC } from './gcc.ts';

const parse = (text: string) => parseUnit('main.c', whole(lex(text, 0)));

function constant(declarations: string, expression: string): bigint | string {
  const unit = parse(`${declarations}\nint length_of_nothing; enum { VALUE = (long)(${expression}) };`);
  const value = unit.scope.find('VALUE');
  return value?.kind === 'constant' ? BigInt(value.value) : (unit.problems[0]?.message ?? 'no value');
}

const S = 'struct s { char c; short h; int i; char d; long l; char e; void *p; };';
const BITS = 'struct b { unsigned a : 3, b : 5; int c : 20; unsigned char d : 7; long e : 40; unsigned : 0; char f; };';
const PACKED = 'struct k { char c; long l; short s[3]; unsigned a : 3, b : 30; } __attribute__((packed));';
const ANONYMOUS = 'struct n { int tag; union { long l; struct { char a, b; int c; }; double d; }; char end; };';
const UNION = 'union u { char c[9]; int i; unsigned bits : 5; };';
const ALIGNED = 'struct a { char c; int i __attribute__((aligned(32))); char d; };';

/** [declarations, expression, value]: facts of C11, GCC's manual and the x86-64 ABI; gcc checks them all. */
const FACTS: readonly [string, string, bigint][] = [
  ['', 'sizeof(char) + sizeof(short) * 10 + sizeof(int) * 100 + sizeof(long) * 1000 + sizeof(void *) * 10000', 88421n],
  [
    '',
    'sizeof(_Bool) + sizeof(long long) * 10 + sizeof(__int128) * 100 + sizeof(float) * 10000 + sizeof(double) * 100000',
    841681n,
  ],
  [S, 'sizeof(struct s)', 40n],
  [S, '__builtin_offsetof(struct s, l) * 100 + __builtin_offsetof(struct s, p)', 1632n],
  [S, '(long)&((struct s *)0)->e', 24n],
  [S, '_Alignof(struct s)', 8n],
  [BITS, 'sizeof(struct b)', 24n],
  ['struct b { int a : 7; int : 0; char c; };', 'sizeof(struct b) * 10 + __builtin_offsetof(struct b, c)', 84n],
  ['struct b { char a; int b : 24; int c : 1; };', 'sizeof(struct b)', 8n],
  ['struct b { int : 5; char c; };', 'sizeof(struct b) * 10 + _Alignof(struct b)', 21n],
  [PACKED, 'sizeof(struct k) * 10 + _Alignof(struct k)', 201n],
  [PACKED, '__builtin_offsetof(struct k, s[2])', 13n],
  [ANONYMOUS, 'sizeof(struct n)', 24n],
  [ANONYMOUS, '__builtin_offsetof(struct n, c) * 100 + __builtin_offsetof(struct n, end)', 1216n],
  [UNION, 'sizeof(union u) * 10 + _Alignof(union u)', 124n],
  [ALIGNED, 'sizeof(struct a) * 100 + __builtin_offsetof(struct a, d)', 6436n],
  ['struct f { int n; long rest[]; };', 'sizeof(struct f)', 8n],
  [
    'enum small { A, B = 7 }; enum minus { C = -1 }; enum wide { D = 1l << 40 };',
    'sizeof(enum small) + sizeof(enum minus) * 10 + sizeof(enum wide) * 100',
    844n,
  ],
  ['enum { X = 3, Y, Z = Y * 2 };', 'X * 100 + Y * 10 + Z', 348n],
  ['int a[] = { 1, 2, [7] = 3, 4 };', 'sizeof(a) / sizeof(a[0])', 9n],
  ['char a[] = "four"; char *p; char b[2][3] = {};', 'sizeof a * 100 + sizeof p * 10 + sizeof b', 586n],
  ['struct { int a, b; } pairs[] = { 1, 2, 3, 4, { 5 } };', 'sizeof(pairs)', 24n],
  ['typedef int (*callback)(void *, int); struct o { callback c[3]; int (*(*f)(int))[4]; };', 'sizeof(struct o)', 32n],
  ['int x; typeof(x) y[4]; __typeof__(&x) q;', 'sizeof(y) * 10 + sizeof(q)', 168n],
  ['', '-1 < 0u', 0n],
  ['', '-1 < (unsigned char)0', 1n],
  ['', '(unsigned char)300 + (signed char)200', -12n],
  ['', '0xffffffff + 1', 0n],
  ['', '0x7fffffff < 0x80000000 && sizeof(2147483648) == 8 && sizeof(0x80000000) == 4', 1n],
  ['', '-7 / 2 * 100 + -7 % 2', -301n],
  ['', '-1 >> 1 == -1 && (unsigned)-1 >> 31 == 1', 1n],
  ['', '~0ull == 18446744073709551615ull', 1n],
  ['', '(long)(int)0x1ffffffff', -1n],
  ['', '(_Bool)256 + (_Bool)0.5 * 10', 11n],
  ['', "'a' + '\\n' * 1000 + '\\x41' * 100000", 6510097n],
  ['', '(int)3.99 + (int)-3.99 * 10', -27n],
  ['', '1 ? 2 : 1 / 0', 2n],
  ['', '0 && 1 / 0', 0n],
  [
    '',
    '__builtin_types_compatible_p(int, const int) * 100 + __builtin_types_compatible_p(long, long long) * 10 + __builtin_types_compatible_p(char[2], char[])',
    101n,
  ],
  [
    'int f(int); int v[3];',
    '__builtin_types_compatible_p(typeof(v), typeof(&v[0])) * 10 + __builtin_types_compatible_p(typeof(f), int (int))',
    1n,
  ],
  ['', '__builtin_choose_expr(1, 5, (void)0)', 5n],
  ['long l;', '_Generic(l, int: 1, long: 2, default: 3) * 10 + _Generic((char)1, int: 1, default: 3)', 23n],
  [
    '',
    '_Generic(1.0f, double: 1, float: 2) * 100 + _Generic("", char *: 3) * 10 + _Generic((short)1 + (char)1, int: 4)',
    234n,
  ],
  ['struct v { int a; };', 'sizeof(1 ? (struct v *)0 : (void *)0)', 8n],
  ['_Static_assert(sizeof(int) == 4, "int");', '1', 1n],
];

describe('types, layout and constants', () => {
  it.each(FACTS)('%s %s', (declarations, expression, value) => {
    expect(constant(declarations, expression)).toBe(value);
  });

  it.skipIf(!hasGcc)(`gcc says the same${WITHOUT_GCC}`, () => {
    const blocks = FACTS.map(([declarations, e]) => `{ ${declarations} printf("%ld\\n", (long)(${e})); }`);
    const printed = gccRuns(`#include <stdio.h>\nint main(void) { ${blocks.join('\n')} return 0; }`);
    expect(printed.trim().split('\n')).toEqual(FACTS.map(([, , value]) => String(value)));
  });

  it.each([
    ['struct hole { unknown_t x; int y; };\nint f(void) { return 1; }', 1, 'the type "unknown_t" is not declared'],
    ['int ok;\nint broken = = ;\nint f(void) { return 1; }', 2, 'an expression is expected'],
    ['int ok;\n)(;\nint f(void) { return 1; }', 2, 'names nothing'],
    ['char bad[1 - 2 * (sizeof(int) == 4)];\nint f(void) { return 1; }', 1, 'negative length'],
    ['_Static_assert(sizeof(long) == 4, "long");\nint f(void) { return 1; }', 1, 'a static assertion fails: "long"'],
  ])('keeps what stands beside an error: %s', (text, line, message) => {
    const unit = parse(text);
    const lazily = unit.scope.find('broken');
    if (lazily?.kind === 'global' && lazily.entity.definition?.kind === 'data') {
      expect(lazily.entity.definition.parse).toThrow(message);
    } else {
      expect(unit.problems[0]?.message).toContain(message);
      expect(lineOfPlace(unit.problems[0]?.place ?? 0)).toBe(line);
    }
    expect([...unit.functions.keys()]).toEqual(['f']);
  });

  it('keeps the statements beside one that it does not understand', () => {
    const unit = parse('int f(int x) {\n x++;\n x = @;\n if (x) { y(; }\n return x; }');
    const definition = unit.functions.get('f')?.definition;
    const body = definition?.kind === 'function' ? definition.parse() : undefined;
    const kinds = body?.body.items.map((item) => (item.kind === 'expression' ? item.expression.kind : item.kind));
    expect(kinds).toEqual(['update', 'stop', 'if', 'return']);
    expect(body?.problems.map(({ place }) => lineOfPlace(place))).toEqual([3, 4, 4]);
  });

  it('reads a text that is nested without end as an error', () => {
    for (const open of ['(', '{', '[', '-', '*', 'if (1) ', 'struct { ']) {
      const unit = parse(
        `int x = ${open.repeat(100_000)};\nint f(void) { ${open.repeat(100_000)}; }\nint (${'*('.repeat(50_000)}y;`,
      );
      const definition = unit.functions.get('f')?.definition;
      if (definition?.kind === 'function') definition.parse();
    }
  });
});
