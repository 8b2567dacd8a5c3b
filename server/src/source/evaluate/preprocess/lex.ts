import { makeToken, placeOf, type Token, type TokenKind } from './token.ts';

const LONG = '... <<= >>= -> ++ -- << >> <= >= == != && || *= /= %= += -= &= ^= |= ##'.split(' ');

/** Punctuators of more than one character by their first, the longest first. */
const PUNCTUATORS = new Map<number, readonly string[]>();
for (const text of LONG) {
  const first = text.charCodeAt(0);
  PUNCTUATORS.set(first, [...(PUNCTUATORS.get(first) ?? []), text]);
}

function longPunctuator(text: string, at: number, first: number): string | undefined {
  for (const punctuator of PUNCTUATORS.get(first) ?? []) if (text.startsWith(punctuator, at)) return punctuator;
  return undefined;
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isIdentifierStart = (c: number): boolean =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || c >= 128;
const isIdentifier = (c: number): boolean => isIdentifierStart(c) || isDigit(c);
const isBlank = (c: number): boolean => c === 32 || c === 9 || c === 13 || c === 11 || c === 12;

/** Takes line splices out (C11 5.1.1.2, phase 2); `at` are the offsets in `text` where one stood. */
function unsplice(source: string): { text: string; at: readonly number[] } {
  if (!source.includes('\\')) return { text: source, at: [] };
  const at: number[] = [];
  let text = '';
  let from = 0;
  for (const match of source.matchAll(/\\\r?\n/g)) {
    text += source.slice(from, match.index);
    at.push(text.length);
    from = match.index + match[0].length;
  }
  return { text: text + source.slice(from), at };
}

/**
 * Splits C into preprocessing tokens (C11 5.1.1.2, phases 2 and 3). Never fails; linear in the text. Identifiers are the
 * strings of `names` where those have them: what is the same name is one string, which is quicker to look up.
 */
export function lex(source: string, file: number, names?: Map<string, string>): readonly Token[] {
  const { text, at } = unsplice(source);
  const tokens: Token[] = [];
  const length = text.length;
  let line = 1;
  let splices = 0;
  let space = false;
  let first = true;
  let i = 0;

  const push = (kind: TokenKind, end: number, spelt: string): void => {
    while (splices < at.length && (at[splices] ?? 0) <= i) {
      line++;
      splices++;
    }
    tokens.push(makeToken(kind, spelt, placeOf(file, line), space, first, false));
    space = false;
    first = false;
    i = end;
  };

  while (i < length) {
    const c = text.charCodeAt(i);
    if (c === 10) {
      line++;
      i++;
      first = true;
    } else if (isBlank(c)) {
      i++;
      space = true;
    } else if (isIdentifierStart(c)) {
      let end = i + 1;
      while (isIdentifier(text.charCodeAt(end))) end++;
      const quote = text.charCodeAt(end);
      const prefixed = (quote === 34 || quote === 39) && end - i <= 2 && /^(L|u|U|u8)$/.test(text.slice(i, end));
      const close = prefixed ? closingQuote(text, end, quote) : -1;
      if (close >= 0) push(quote === 34 ? 'string' : 'character', close, text.slice(i, close));
      else push('identifier', end, nameOf(text.slice(i, end), names));
    } else if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(i + 1)))) {
      const end = endOfNumber(text, i);
      push('number', end, text.slice(i, end));
    } else if (c === 34 || c === 39) {
      const close = closingQuote(text, i, c);
      if (close < 0) push('other', i + 1, text.charAt(i));
      else push(c === 34 ? 'string' : 'character', close, text.slice(i, close));
    } else if (c === 47 && text.charCodeAt(i + 1) === 42) {
      const close = text.indexOf('*/', i + 2);
      const end = close < 0 ? length : close + 2;
      for (let k = text.indexOf('\n', i); k >= 0 && k < end; k = text.indexOf('\n', k + 1)) line++;
      i = end;
      space = true;
    } else if (c === 47 && text.charCodeAt(i + 1) === 47) {
      const end = text.indexOf('\n', i);
      i = end < 0 ? length : end;
    } else {
      const long = longPunctuator(text, i, c);
      if (long) push('punctuator', i + long.length, long);
      else push(c === 64 || c === 96 || c === 92 ? 'other' : 'punctuator', i + 1, text.charAt(i));
    }
  }
  return tokens;
}

function nameOf(text: string, names: Map<string, string> | undefined): string {
  const known = names?.get(text);
  if (known === undefined) names?.set(text, text);
  return known ?? text;
}

/** A preprocessing number (C11 6.4.8): digits, letters, dots, and signs after an exponent's letter. */
function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  for (;;) {
    const c = text.charCodeAt(end);
    const isSign = (c === 43 || c === 45) && 'eEpP'.includes(text.charAt(end - 1));
    if (!isSign && c !== 46 && !isIdentifier(c)) return end;
    end++;
  }
}

/** The offset after the quote that closes the one at `start`, -1 where the line has none. */
function closingQuote(text: string, start: number, quote: number): number {
  for (let end = start + 1; end < text.length; end++) {
    const c = text.charCodeAt(end);
    if (c === quote) return end + 1;
    if (c === 10) return -1;
    if (c === 92) end++;
  }
  return -1;
}
