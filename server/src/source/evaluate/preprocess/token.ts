/** What a preprocessing token is (C11 6.4); `end` closes a list, `other` is a stray character. */
export type TokenKind = 'identifier' | 'number' | 'character' | 'string' | 'punctuator' | 'other' | 'end';

/** A preprocessing token. Its place is that of its first character; what a macro makes has the place of the invocation. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** File and line in one number: see `placeOf`. */
  readonly place: number;
  /** Whitespace stands before it. */
  readonly space: boolean;
  /** It is the first of its line. */
  readonly first: boolean;
  /** It named a macro while that macro was being expanded, and is never expanded again (C11 6.10.3.4). */
  readonly painted: boolean;
}

/** Makes a token: the one place that does, so that all have one shape for the engine. */
export const makeToken = (
  kind: TokenKind,
  text: string,
  place: number,
  space: boolean,
  first: boolean,
  painted: boolean,
): Token => ({ kind, text, place, space, first, painted });

const LINES = 1 << 20;

/** Longest file that has places of its own; later lines all have this number. */
export const MAX_LINES = LINES - 1;

/** One number for a file's index and a 1-based line. */
export const placeOf = (file: number, line: number): number => file * LINES + Math.min(line, MAX_LINES);

export const fileOfPlace = (place: number): number => Math.floor(place / LINES);

export const lineOfPlace = (place: number): number => place % LINES;

/** What stands behind the last token, at a place. */
export const makeEnd = (place: number): Token => makeToken('end', '', place, false, true, false);

export const END = makeEnd(0);

/** Joins texts as written, with one space where whitespace stood. */
export function spell(tokens: readonly Token[]): string {
  let text = '';
  tokens.forEach((token, i) => {
    if (i > 0 && (token.space || token.first)) text += ' ';
    text += token.text;
  });
  return text;
}

/** The index of the parenthesis that closes the one at `open`; the length of the list where none does. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++;
    else if (tokens[i]?.text === ')' && --depth === 0) return i;
  }
  return tokens.length;
}
