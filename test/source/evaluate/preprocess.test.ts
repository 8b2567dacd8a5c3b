import { describe, expect, it } from 'vitest';
import { lex } from '../../../server/src/source/evaluate/preprocess/lex.ts';
import { preprocess } from '../../../server/src/source/evaluate/preprocess/preprocess.ts';
import { Sources } from '../../../server/src/source/evaluate/preprocess/sources.ts';
import { gccTokens, hasGcc, WITHOUT_GCC } from './gcc.ts';

function expand(text: string, files: Record<string, string> = {}, searchPaths: readonly string[] = ['include']) {
  const sources = new Sources();
  const read = (path: string) => (path === 'main.c' ? text : files[path]);
  const result = preprocess(sources, 'main.c', { read, searchPaths, prelude: '' });
  return {
    ...result,
    text: result
      .all()
      .map((token) => token.text)
      .join(' '),
    sources,
  };
}

const spaced = (text: string): string =>
  lex(text, 0)
    .map((token) => token.text)
    .join(' ');

/** [what it shows, text, tokens]: the second is what C11 6.10 or GCC's manual say; gcc checks both. */
const CASES: readonly [string, string, string][] = [
  ['an object-like macro', '#define A 1\nA B A', '1 B 1'],
  ['a macro that names itself', '#define A A + 1\nA', 'A + 1'],
  ['two macros that name each other', '#define A B\n#define B A\nA B', 'A B'],
  ['a function-like macro', '#define F(x, y) x - y\nF(1, (2, 3)) F', '1 - ( 2 , 3 ) F'],
  ['arguments over lines', '#define F(x) [x]\nF(1 +\n 2)', '[ 1 + 2 ]'],
  ['# keeps the spelling', '#define S(x) #x\nS( "a\\n"  + b )', '"\\"a\\\\n\\" + b"'],
  [
    '# does not expand, a level of indirection does',
    '#define N 4\n#define S(x) #x\n#define T(x) S(x)\nS(N) T(N)',
    '"N" "4"',
  ],
  ['## makes one token', '#define P(a, b) a ## b\nP(x, 1) P(<, <) P(, y) P(z, )', 'x1 << y z'],
  ['## does not expand its operands', '#define A x\n#define P(a) a ## A\nP(A)', 'AA'],
  ['## thrice with empty ones', '#define P(a, b, c) x ## a ## b ## c\nP(,,) P(1,,) P(,2,) P(,,3)', 'x x1 x2 x3'],
  ['what ## makes is expanded', '#define AB 7\n#define P(a, b) a ## b\nP(A, B)', '7'],
  ['__VA_ARGS__', '#define F(a, ...) f(a, __VA_ARGS__)\nF(1, 2, 3) F(1,)', 'f ( 1 , 2 , 3 ) f ( 1 , )'],
  [
    'GNU comma',
    '#define F(a, ...) f(a, ## __VA_ARGS__)\nF(1) F(1, 2) F(1, 2, 3)',
    'f ( 1 ) f ( 1 , 2 ) f ( 1 , 2 , 3 )',
  ],
  ['GNU named rest', '#define F(a, r...) f(a, ## r)\nF(1) F(1, 2, 3)', 'f ( 1 ) f ( 1 , 2 , 3 )'],
  ['__VA_OPT__', '#define F(a, ...) f(a __VA_OPT__(, [) __VA_ARGS__)\nF(1) F(1, 2)', 'f ( 1 ) f ( 1 , [ 2 )'],
  ['the example of C11 6.10.3.4', '#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)', '2 * 9 * g'],
  ['a name at the end of a list takes arguments after it', '#define f(x) <x>\n#define h f\nh(1) h', '< 1 > f'],
  [
    'a name at the end of an argument',
    '#define f(x) <x>\n#define I(x) x\n#define T(a, b) b a\nT(f, f) 1; I(f)(2)',
    'f f 1 ; < 2 >',
  ],
  ['painted for good', '#define f(x) x\n#define A f(A)\nA f(A)', 'A A'],
  ['conditions', '#if 1 + 1 == 2 && defined X || !defined(Y)\nyes\n#else\nno\n#endif', 'yes'],
  ['unsigned conditions', '#if -1 > 0u\na\n#endif\n#if -1 > 0\nb\n#endif\n#if (2 ? -1 : 0u) > 0\nc\n#endif', 'a c'],
  ['elif', '#define V 3\n#if V == 1\na\n#elif V == 3\nb\n#elif V == 3\nc\n#else\nd\n#endif', 'b'],
  ['nested skips', '#if 0\n#if 1\na\n#else\nb\n#endif\n#elif 1\nc\n#endif\nd', 'c d'],
  ['characters and hexadecimals in conditions', "#if 'A' == 0x41 && 010 == 8 && '\\n' == 10\na\n#endif", 'a'],
  ['short circuits', '#if 0 && 1 / 0\na\n#else\nb\n#endif', 'b'],
  ['quotes that are not closed, in a skipped group', "#if 0\nisn't\n#endif\na", 'a'],
  ['comments and splices', 'a /* b \n c */ d // e \\\n f\ng\\\nh', 'a d gh'],
  ['undef and redefinition', '#define A 1\n#undef A\nA\n#define A 2\nA', 'A 2'],
  ['pragma and _Pragma are none of the tokens', '#define A a\nA', 'a'],
  ['__COUNTER__', '#define P(a, b) a ## b\n#define Q(a, b) P(a, b)\nQ(x, __COUNTER__) Q(x, __COUNTER__)', 'x0 x1'],
  ['__LINE__ is that of the invocation', '#define L __LINE__\n\nL\nL', '3 4'],
  ['a list macro', '#define X(m) m(a) m(b)\n#define D(n) int n;\nX(D)', 'int a ; int b ;'],
  [
    'choosing by the number of arguments',
    '#define PICK(a, b, c, n, ...) n\n#define N(...) PICK(__VA_ARGS__, 3, 2, 1)\nN(x) N(x, y) N(x, y, z)',
    '1 2 3',
  ],
];

describe('preprocessor', () => {
  it.each(CASES)('%s', (_title, text, tokens) => {
    expect(expand(text).text).toBe(tokens);
  });

  it.skipIf(!hasGcc).each(CASES)(`gcc says the same: %s${WITHOUT_GCC}`, (_title, text, tokens) => {
    expect(spaced(gccTokens(text))).toBe(tokens);
  });

  it.each(CASES.filter(([, text]) => !text.includes('__COUNTER__')))(
    'in a body that is expanded later: %s',
    (_title, text, tokens) => {
      const { bodies, text: whole } = expand(`void f(void)\n{\n#line\n${text}\n}\n#undef A\n#define L`);
      expect(bodies.size).toBe(1);
      expect(whole).toBe(`void f ( void ) { ${tokens.replace('3 4', '6 7')} }`);
    },
  );

  /** [what it shows, text, tokens without bodies, all tokens]. */
  it.each([
    [
      'a body waits, with the macros of its place',
      '#define A 1\nint f(A)\n{\nA\n}\n#undef A\nA',
      'int f ( 1 ) { } A',
      'int f ( 1 ) { 1 } A',
    ],
    [
      'a macro that comes later is none in it',
      'f()\n{\nA\n}\n#define A 1\ng()\n{\nA\n}',
      'f ( ) { } g ( ) { }',
      'f ( ) { A } g ( ) { 1 }',
    ],
    ['a brace elsewhere opens none', 'f() { a }\n int x[] =\n{ b }', 'f ( ) { a } int x [ ] = { b }', ''],
    ['a body without an end is read at once', '#define A 1\nf()\n{\nA {\n}', 'f ( ) { 1 { }', ''],
    [
      'a macro with a brace alone ends the waiting',
      'f()\n{\na\n}\n#define B {\ng()\n{\nB\n}\n}',
      'f ( ) { } g ( ) { { } }',
      'f ( ) { a } g ( ) { { } }',
    ],
    ['arguments over the end of a body', '#define F(x) <x>\nf()\n{\nF\n}\n(1)', 'f ( ) { } ( 1 )', 'f ( ) { F } ( 1 )'],
  ])('%s', (_title, text, waiting, whole) => {
    const { tokens, text: all } = expand(text);
    expect(tokens.map((token) => token.text).join(' ')).toBe(waiting);
    expect(all).toBe(whole || waiting);
  });

  it('goes on in a header that a body includes', () => {
    const files = { 'include/part.h': '#define B 2\nA B' };
    const { bodies, text } = expand('#define A 1\nf()\n{\n#include <part.h>\nB\n}', files);
    expect([bodies.size, text]).toEqual([1, 'f ( ) { 1 2 2 }']);
  });

  it('finds headers beside the file, then in the folders, and records the others', () => {
    const files = {
      'include/a.h': '#pragma once\n#include "sub/b.h"\n',
      'include/sub/b.h': '#ifndef B\n#define B\n#include "c.h"\n#endif\n',
      'include/sub/c.h': 'c',
      'include/c.h': 'wrong',
    };
    const result = expand('#include <a.h>\n#include "a.h"\n#include "sub/b.h"\n#include <glib.h>\nend', files);
    expect(result.text).toBe('c end');
    expect([...result.missing]).toEqual(['glib.h']);
    expect([...result.files]).toEqual(['main.c', '<built-in>', 'include/a.h', 'include/sub/b.h', 'include/sub/c.h']);
  });

  it('answers __has_include and __has_attribute', () => {
    const text = '#if __has_include("x.h") && !__has_include(<y.h>) && __has_attribute(cleanup)\nyes\n#endif';
    expect(expand(text, { 'include/x.h': '' }).text).toBe('yes');
  });

  it('keeps file and line of every token, and of the invocation for what a macro makes', () => {
    const { tokens, sources } = expand('#include "m.h"\na\nM(b,\n  c)', { 'include/m.h': 'h\n#define M(x, y) x + y' });
    const places = tokens.map(({ text, place }) => `${text} ${sources.place(place).path}:${sources.place(place).line}`);
    expect(places).toEqual(['h include/m.h:1', 'a main.c:2', 'b main.c:3', '+ main.c:3', 'c main.c:4']);
  });

  it('reads a file once for both sides, and again where the text differs', () => {
    const sources = new Sources();
    const first = sources.file('a.h', 'x');
    expect(sources.file('a.h', 'x')).toBe(first);
    expect(sources.file('a.h', 'y')).not.toBe(first);
  });

  it.each([
    ['#error stop here', '#error stop here'],
    ['#if 1 +', 'ends too early'],
    ['#if 1', '#endif is missing'],
    ['#endif', '#endif without #if'],
    ['#include 7', '#include names no file'],
    ['#include "main.c"', 'nested more than 100 deep'],
  ])('%s is a problem with a place', (text, message) => {
    const [problem] = expand(text, {}, ['']).problems;
    expect(problem?.message).toContain(message);
    expect(problem?.place).toMatchObject({ path: 'main.c', line: 1 });
  });

  it('stops macros that grow without end', () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `#define M${i + 1} M${i} M${i}`).join('\n');
    expect(expand(`#define M0 x\n${doubling}\nM40`).problems[0]?.message).toContain('4 million');
  });
});
