import type { Expression } from './ast.ts';
import { readAtomic } from './atomics.ts';
import { readBranch } from './branch.ts';
import * as build from './build.ts';
import { readConstant } from './constants.ts';
import { CError } from './cursor.ts';
import type { Parser } from './parser.ts';
import { BOOL, type CType, INT, isCompatible, LONG, pointerTo, UNSIGNED, UNSIGNED_LONG, VOID } from './types.ts';

type Reader = (p: Parser, place: number) => Expression;

/** GCC's builtins that are no function calls. Those named like a function of the C library are calls of it. */
const READERS: Readonly<Record<string, Reader>> = {
  __builtin_expect: (p) => {
    const value = p.assignment();
    p.cursor.expect(',');
    p.assignment();
    return build.cast(value, LONG);
  },
  __builtin_choose_expr: (p) => {
    const isFirst = readConstant(p) !== 0n;
    p.cursor.expect(',');
    const first = readBranch(p, isFirst);
    p.cursor.expect(',');
    const second = readBranch(p, !isFirst);
    return (isFirst ? first : second) ?? build.constant(0, INT, 0);
  },
  __builtin_types_compatible_p: (p, place) => {
    const first = p.typeName();
    p.cursor.expect(',');
    return build.constant(isCompatible(first, p.typeName()) ? 1 : 0, INT, place);
  },
  __builtin_offsetof: (p, place) => {
    const type = p.typeName();
    p.cursor.expect(',');
    let target = build.deref(build.constant(0, pointerTo(type), place));
    target = build.member(target, p.cursor.identifier().text, place);
    for (;;) {
      if (p.cursor.take('.')) target = build.member(target, p.cursor.identifier().text, place);
      else if (p.cursor.take('[')) {
        target = build.deref(build.binary('+', target, p.expression(), place));
        p.cursor.expect(']');
      } else return build.cast(build.addressOf(target), UNSIGNED_LONG);
    }
  },
  __builtin_constant_p: (p, place) =>
    build.constant(build.rvalue(p.assignment()).kind === 'constant' ? 1 : 0, INT, place),
  __builtin_va_arg: (p, place) => {
    const list = build.rvalue(p.assignment());
    p.cursor.expect(',');
    return { kind: 'va_arg', list, type: p.typeName(), place };
  },
  __builtin_object_size: (p, place) => {
    readArguments(p);
    return build.constant((1n << 64n) - 1n, UNSIGNED_LONG, place);
  },
};

/** Name, type of the result, types that the arguments are converted to. What they do is the translation's. */
const SIMPLE: Readonly<Record<string, { readonly type: CType; readonly takes: readonly CType[] }>> = {
  __builtin_unreachable: { type: VOID, takes: [] },
  __builtin_trap: { type: VOID, takes: [] },
  __builtin_clz: { type: INT, takes: [UNSIGNED] },
  __builtin_clzl: { type: INT, takes: [UNSIGNED_LONG] },
  __builtin_clzll: { type: INT, takes: [UNSIGNED_LONG] },
  __builtin_ctz: { type: INT, takes: [UNSIGNED] },
  __builtin_ctzl: { type: INT, takes: [UNSIGNED_LONG] },
  __builtin_ctzll: { type: INT, takes: [UNSIGNED_LONG] },
  __builtin_popcount: { type: INT, takes: [UNSIGNED] },
  __builtin_popcountl: { type: INT, takes: [UNSIGNED_LONG] },
  __builtin_popcountll: { type: INT, takes: [UNSIGNED_LONG] },
  __builtin_bswap16: { type: UNSIGNED, takes: [UNSIGNED] },
  __builtin_bswap32: { type: UNSIGNED, takes: [UNSIGNED] },
  __builtin_bswap64: { type: UNSIGNED_LONG, takes: [UNSIGNED_LONG] },
  __builtin_va_start: { type: VOID, takes: [pointerTo(VOID)] },
  __builtin_va_end: { type: VOID, takes: [pointerTo(VOID)] },
  __builtin_va_copy: { type: VOID, takes: [pointerTo(VOID), pointerTo(VOID)] },
};

/** `__builtin_add_overflow` and its like: the operator, on what is never too large. */
const OVERFLOW = new Set(['__builtin_add_overflow', '__builtin_sub_overflow', '__builtin_mul_overflow']);

/** Reads a builtin with its arguments; undefined where none stands here. */
export function readBuiltin(p: Parser): Expression | undefined {
  const { cursor } = p;
  const { text: name, place } = cursor.peek();
  if (!name.startsWith('__') || !cursor.is('(', 1)) return undefined;
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  const isAtomic = name.startsWith('__atomic_') || name.startsWith('__sync_');
  if (reader || simple || isAtomic || OVERFLOW.has(name)) cursor.at += 2;
  if (reader) {
    const value = reader(p, place);
    cursor.expect(')');
    return value;
  }
  if (isAtomic) return readAtomic(p, name, readArguments(p, true), place);
  if (OVERFLOW.has(name)) {
    return { kind: 'builtin', name, args: readArguments(p, true).map(build.rvalue), type: BOOL, place };
  }
  if (simple) {
    const args = readArguments(p, true);
    const passed = simple.takes.map((type, i) => {
      const arg = args[i];
      if (!arg) throw new CError(`${name} has too few arguments`, place);
      return build.cast(arg, type);
    });
    return { kind: 'builtin', name, args: passed, type: simple.type, place };
  }
  return undefined;
}

function readArguments(p: Parser, closes = false): Expression[] {
  const args: Expression[] = [];
  while (!p.cursor.is(')')) {
    args.push(p.assignment());
    if (!p.cursor.take(',')) break;
  }
  if (closes) p.cursor.expect(')');
  return args;
}
