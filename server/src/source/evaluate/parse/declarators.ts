import type { Expression } from './ast.ts';
import { newAttributes, readAttributes } from './attributes.ts';
import { cast } from './build.ts';
import { CError } from './cursor.ts';
import type { Attributes, Declarator, Parser } from './parser.ts';
import { Scope } from './scope.ts';
import { arrayOf, type CType, decay, type FunctionType, LONG, type Parameter, pointerTo, VOID } from './types.ts';

const QUALIFIERS = new Set(
  'const __const volatile __volatile__ restrict __restrict __restrict__ _Atomic _Nonnull _Nullable'.split(' '),
);

/** What a declarator makes of the type that it is applied to. */
type Derive = (base: CType) => CType;

interface Parsed {
  readonly name: string | undefined;
  readonly place: number;
  readonly derive: Derive;
}

/** Largest array that is taken for one: 1 GB. */
const MAX_LENGTH = 1n << 30n;

export function readDeclarator(p: Parser, base: CType, into: Attributes): Declarator {
  const counts: Expression[] = [];
  const { name, place, derive } = readPart(p, into, counts);
  readAttributes(p, into);
  return { name, place, type: derive(base), count: counts[0] };
}

/** Pointers, then a name or a declarator in parentheses, then arrays and parameters (C11 6.7.6). */
function readPart(p: Parser, into: Attributes, counts: Expression[]): Parsed {
  const { cursor } = p;
  return cursor.nested(() => {
    let pointers = 0;
    readAttributes(p, into);
    for (;;) {
      if (cursor.take('*')) pointers++;
      else if (!QUALIFIERS.has(cursor.peek().text)) break;
      else cursor.next();
      readAttributes(p, into);
    }
    const point: Derive = (base) => {
      let type = base;
      for (let i = 0; i < pointers; i++) type = pointerTo(type);
      return type;
    };
    const { place } = cursor;
    let inner: Parsed = { name: undefined, place, derive: (type) => type };
    if (cursor.is('(') && isNested(p)) {
      cursor.next();
      inner = readPart(p, into, counts);
      cursor.expect(')');
    } else if (cursor.peek().kind === 'identifier') inner = { ...inner, name: cursor.next().text };
    const suffix = readSuffixes(p, counts);
    return { name: inner.name, place: inner.place, derive: (base) => inner.derive(suffix(point(base))) };
  });
}

/** The parenthesis opens a declarator and no parameters. */
function isNested(p: Parser): boolean {
  const { cursor } = p;
  const { text, kind } = cursor.peek(1);
  if (text === ')' || text === '...') return false;
  if (text === '*' || text === '(' || text === '__attribute__') return true;
  if (kind !== 'identifier') return false;
  cursor.at++;
  const isType = p.startsType();
  cursor.at--;
  return !isType;
}

function readSuffixes(p: Parser, counts: Expression[]): Derive {
  const { cursor } = p;
  if (cursor.is('[') && !cursor.is('[', 1)) {
    cursor.next();
    while (QUALIFIERS.has(cursor.peek().text) || cursor.is('static')) cursor.next();
    const length = cursor.is(']') ? undefined : readLength(p);
    cursor.expect(']');
    const inner = readSuffixes(p, counts);
    if (typeof length === 'object') {
      counts.push(length);
      return (base) => pointerTo(inner(base));
    }
    return (base) => arrayOf(inner(base), length);
  }
  if (cursor.is('(')) {
    const signature = readParameters(p);
    const inner = readSuffixes(p, counts);
    return (base) => ({ ...signature, returns: inner(base) });
  }
  return (base) => base;
}

function readLength(p: Parser): number | Expression {
  const { place } = p.cursor;
  const length = cast(p.assignment(), LONG);
  if (length.kind !== 'constant') return length;
  const value = BigInt(length.value);
  if (value < 0n) throw new CError('an array has a negative length (a compile-time check that fails)', place);
  if (value > MAX_LENGTH) throw new CError('an array is too long', place);
  return Number(value);
}

function readParameters(p: Parser): FunctionType {
  const { cursor } = p;
  cursor.expect('(');
  const parameters: Parameter[] = [];
  const signature: FunctionType = { kind: 'function', returns: VOID, parameters, variadic: false, unspecified: false };
  if (cursor.take(')')) return { ...signature, unspecified: true };
  if (cursor.is('void') && cursor.is(')', 1)) {
    cursor.at += 2;
    return signature;
  }
  const outer = p.scope;
  p.scope = new Scope(outer);
  try {
    do {
      if (cursor.take('...')) {
        cursor.expect(')');
        return { ...signature, variadic: true };
      }
      const attributes = newAttributes();
      const { type } = p.specifiers();
      const declarator = readDeclarator(p, type, attributes);
      parameters.push({ name: declarator.name, type: decay(declarator.type) });
    } while (cursor.take(','));
    cursor.expect(')');
    return signature;
  } finally {
    p.scope = outer;
  }
}

/** A type name: specifiers and an abstract declarator (C11 6.7.7). */
export function readTypeName(p: Parser): CType {
  const attributes = newAttributes();
  const { type } = p.specifiers();
  return readDeclarator(p, type, attributes).type;
}
