import { newAttributes, readAttributes } from './attributes.ts';
import { CError } from './cursor.ts';
import type { Parser, Specifiers } from './parser.ts';
import { readEnum, readRecord } from './records.ts';
import {
  BOOL,
  CHAR,
  type CType,
  DOUBLE,
  FLOAT,
  INT,
  INT128,
  LONG,
  LONG_LONG,
  newRecord,
  SHORT,
  SIGNED_CHAR,
  UNSIGNED,
  UNSIGNED_CHAR,
  UNSIGNED_INT128,
  UNSIGNED_LONG,
  UNSIGNED_LONG_LONG,
  UNSIGNED_SHORT,
  VOID,
} from './types.ts';

const STORAGE = new Set(['typedef', 'extern', 'static']);

const PASSED_OVER = new Set(
  'const __const __const__ volatile __volatile__ __volatile restrict __restrict __restrict__ inline __inline __inline__ register auto _Thread_local __thread _Atomic _Noreturn __extension__'.split(
    ' ',
  ),
);

const SPELLINGS: Readonly<Record<string, string>> = {
  __signed__: 'signed',
  __signed: 'signed',
  __int128_t: '__int128',
  bool: '_Bool',
};

const WORDS = new Set(
  'void char short int long float double signed unsigned _Bool __int128 _Float128'
    .split(' ')
    .concat(Object.keys(SPELLINGS)),
);

const TYPEOF = new Set(['typeof', '__typeof__', '__typeof', 'typeof_unqual']);

/** By the words in alphabetical order, `int` left out where another word tells the type. */
const BASIC: Readonly<Record<string, CType>> = {
  void: VOID,
  char: CHAR,
  'char signed': SIGNED_CHAR,
  'char unsigned': UNSIGNED_CHAR,
  short: SHORT,
  'short signed': SHORT,
  'short unsigned': UNSIGNED_SHORT,
  '': INT,
  signed: INT,
  unsigned: UNSIGNED,
  long: LONG,
  'long signed': LONG,
  'long unsigned': UNSIGNED_LONG,
  'long long': LONG_LONG,
  'long long signed': LONG_LONG,
  'long long unsigned': UNSIGNED_LONG_LONG,
  __int128: INT128,
  '__int128 signed': INT128,
  '__int128 unsigned': UNSIGNED_INT128,
  _Bool: BOOL,
  float: FLOAT,
  double: DOUBLE,
  'double long': DOUBLE,
};

/** Whether a declaration or a type name starts here. A name that nothing declares is one where only a type can stand. */
export function startsType(p: Parser): boolean {
  const { cursor } = p;
  const { text, kind } = cursor.peek();
  if (kind !== 'identifier') return false;
  const binding = p.scope.find(text);
  if (binding) return binding.kind === 'typedef';
  if (isTypeWord(text)) return true;
  if (STATEMENT_WORDS.has(text)) return false;
  if (cursor.peek(1).kind === 'identifier') return p.unknownName(text) === undefined;
  if (!cursor.is('*', 1)) return false;
  const after = cursor.peek(2);
  return (
    after.text === '*' || after.text === ')' || (after.kind === 'identifier' && /^[;=,)[]$/.test(cursor.peek(3).text))
  );
}

const STATEMENT_WORDS = new Set(
  'return goto case default else do while for if switch sizeof _Alignof alignof __alignof__ break continue asm __asm__ __asm'.split(
    ' ',
  ),
);

const isTypeWord = (text: string): boolean =>
  WORDS.has(text) ||
  STORAGE.has(text) ||
  TYPEOF.has(text) ||
  (PASSED_OVER.has(text) && text !== '__extension__') ||
  /^(struct|union|enum|__attribute__|__auto_type|_Alignas|alignas)$/.test(text);

/** Declaration specifiers (C11 6.7, and GNU's typeof and __auto_type). */
export function readSpecifiers(p: Parser): Specifiers {
  const { cursor } = p;
  const attributes = newAttributes();
  const words: string[] = [];
  let storage: Specifiers['storage'];
  let type: CType | undefined;
  let isAuto = false;
  for (;;) {
    readAttributes(p, attributes);
    const { text, kind, place } = cursor.peek();
    if (kind !== 'identifier') break;
    if (STORAGE.has(text)) {
      storage = text === 'typedef' ? 'typedef' : text === 'extern' ? 'extern' : 'static';
      cursor.next();
    } else if (PASSED_OVER.has(text)) {
      cursor.next();
    } else if (text === '__auto_type') {
      isAuto = true;
      type = INT;
      cursor.next();
    } else if (type === undefined && TYPEOF.has(text)) {
      type = readTypeof(p);
    } else if (type === undefined && (text === 'struct' || text === 'union')) {
      type = readRecord(p);
    } else if (type === undefined && text === 'enum') {
      type = readEnum(p);
    } else if (WORDS.has(text) && p.scope.find(text)?.kind !== 'typedef') {
      words.push(SPELLINGS[text] ?? text);
      cursor.next();
    } else if (type === undefined && words.length === 0) {
      const binding = p.scope.find(text);
      if (binding && binding.kind !== 'typedef') break;
      type = binding?.type ?? unknownType(p, text, place);
      cursor.next();
    } else break;
  }
  if (words.length > 0) type = basicType(words, cursor.place);
  return { type: type ?? INT, storage, isAuto, attributes };
}

function basicType(words: readonly string[], place: number): CType {
  const sorted = [...words].sort();
  const key = (sorted.length > 1 ? sorted.filter((word) => word !== 'int') : sorted).join(' ').replace(/^int$/, '');
  const type = BASIC[key];
  if (!type) throw new CError(`"${words.join(' ')}" is no type`, place);
  return type;
}

/** A type that no header declares is a struct of nothing, under that name from then on. */
function unknownType(p: Parser, name: string, place: number): CType {
  const type = newRecord(false, name);
  p.problem(place, `the type "${name}" is not declared: it is taken as an unknown struct`);
  let file = p.scope;
  while (file.parent) file = file.parent;
  file.declare(name, { kind: 'typedef', type });
  return type;
}

function readTypeof(p: Parser): CType {
  p.cursor.next();
  p.cursor.expect('(');
  const type = p.startsType() ? p.typeName() : p.expression().type;
  p.cursor.expect(')');
  return type;
}
