/** A JSON value where it stands; `end` is behind it. What is cut is closed at the end of the text. */
export type Json = JsonString | JsonObject | { readonly kind: 'other'; readonly start: number; readonly end: number };

export interface JsonString {
  readonly kind: 'string';
  /** At the opening quote. */
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
}

export interface JsonObject {
  readonly kind: 'object';
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
  readonly values: ReadonlyMap<string, Json>;
}

const MAX_DEPTH = 64;
const LITERAL = /[^\s{}[\]":,]+/y;
const BLANKS = /\s*/y;

/** Reads the value at `start`, as far as it is JSON: what of it is not is passed over. */
export function readJson(text: string, start: number, depth = 0): Json {
  const first = text[start];
  if (first === '"') return readString(text, start);
  if ((first === '{' || first === '[') && depth < MAX_DEPTH) return readMembers(text, start, depth);
  LITERAL.lastIndex = start;
  return { kind: 'other', start, end: start + Math.max(1, LITERAL.exec(text)?.[0].length ?? 1) };
}

function readString(text: string, start: number): JsonString {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return { kind: 'string', start, end: Math.min(end + 1, text.length), closed: end < text.length };
}

/** An object, or an array, whose values have no names. */
function readMembers(text: string, start: number, depth: number): Json {
  const values = new Map<string, Json>();
  let at = start + 1;
  let name: string | undefined;
  let last: Json | undefined;
  for (;;) {
    BLANKS.lastIndex = at;
    at += BLANKS.exec(text)?.[0].length ?? 0;
    const c = text[at];
    if (c === undefined || c === '}' || c === ']') break;
    if (c === ',' || c === ':') {
      name = c === ':' && last?.kind === 'string' ? text.slice(last.start + 1, last.end - 1) : undefined;
      at++;
      continue;
    }
    last = readJson(text, at, depth + 1);
    if (name !== undefined) values.set(name, last);
    at = last.end;
  }
  return { kind: 'object', start, end: Math.min(at + 1, text.length), closed: at < text.length, values };
}

const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The characters of a string, each with the stretch of the text that it is written as. */
export function* charactersOf(
  text: string,
  { start, end, closed }: JsonString,
): Generator<{ readonly character: string; readonly start: number; readonly end: number }> {
  const stop = closed ? end - 1 : end;
  for (let at = start + 1; at < stop; ) {
    const backslash = text.indexOf('\\', at);
    const plain = backslash < 0 || backslash > stop ? stop : backslash;
    if (plain > at) yield { character: text.slice(at, plain), start: at, end: plain };
    if (plain >= stop) return;
    const code = text.charAt(plain + 1);
    const unicode = code === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(plain + 2, plain + 6))?.[0] : undefined;
    const size = Math.min(unicode ? 6 : 2, stop - plain);
    const character = unicode ? String.fromCharCode(Number.parseInt(unicode, 16)) : (SHORT[code] ?? code);
    if (size > 1) yield { character, start: plain, end: plain + size };
    at = plain + size;
  }
}
