import type { TextRange } from '../../text/range.ts';

/** A JSON object found in a text. */
export interface JsonObject {
  /** From the opening brace to behind the closing one; to the end of the text where it does not close. */
  readonly range: TextRange;
  /** Its own keys with the places of their strings, quotes included; the first of each name. */
  readonly keys: ReadonlyMap<string, TextRange>;
  readonly closed: boolean;
}

/**
 * Finds the end and the keys of the object whose brace is at `start`, heeding strings; the rest of the grammar is
 * JSON.parse's business. No recursion, so no depth can overflow; linear.
 */
export function scanObject(text: string, start: number): JsonObject {
  const keys = new Map<string, TextRange>();
  let depth = 0;
  let last: TextRange | undefined;
  for (let at = start; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 34: {
        const end = stringEnd(text, at);
        last = { start: at, end };
        at = end - 1;
        break;
      }
      case 58: {
        const name = depth === 1 && last ? text.slice(last.start + 1, last.end - 1) : undefined;
        if (name !== undefined && last && name.length < 80 && !keys.has(name)) keys.set(name, last);
        break;
      }
      case 123:
      case 91:
        depth++;
        break;
      case 125:
      case 93:
        depth--;
        if (depth === 0) return { range: { start, end: at + 1 }, keys, closed: true };
        break;
    }
  }
  return { range: { start, end: text.length }, keys, closed: false };
}

/** The offset behind the closing quote of the string at `start`; the end of the text where there is none. */
export function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 92) at++;
  }
  return text.length;
}

/** The offset where the value of a key begins, whose string with its quotes is `key`. */
export function valueStart(text: string, key: TextRange): number {
  let at = skipSpace(text, key.end);
  if (text[at] === ':') at = skipSpace(text, at + 1);
  return at;
}

/** The first offset from `at` on with no space of JSON. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
  return at;
}
