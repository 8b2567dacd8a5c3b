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

/** What a character begins; others are identifiers, outside of ASCII. */
const [PUNCTUATOR, NAME, DIGIT, BLANK, LINE, QUOTE] = [0, 1, 2, 3, 4, 5];
const CLASSES = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const text = String.fromCharCode(c);
  if (/[A-Za-z_$]/.test(text)) CLASSES[c] = NAME;
  else if (/[0-9]/.test(text)) CLASSES[c] = DIGIT;
  else if (/[ \t\r\v\f]/.test(text)) CLASSES[c] = BLANK;
  else if (text === '\n') CLASSES[c] = LINE;
  else if (text === '"' || text === "'") CLASSES[c] = QUOTE;
}

const classOf = (c: number): number => (c < 128 ? (CLASSES[c] ?? PUNCTUATOR) : NAME);

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
/** NaN, at the end of a text, is none. */
const isIdentifier = (c: number): boolean => c >= 128 || CLASSES[c] === NAME || CLASSES[c] === DIGIT;

/** Takes line splices out (C11 5.1.1.2, phase 2); `at` are the offsets in `text` where one stood. */
function unsplice(source: string): { text: string; at: readonly number[] } {
  if (!source.includes('\\')) return { text: source, at: [] };
  const at: number[] = [];
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  for (const match of source.matchAll(/\\\r?\n/g)) {
    parts.push(source.slice(from, match.index));
    length += match.index - from;
    at.push(length);
    from = match.index + match[0].length;
  }
  // joined, not added: one flat string, whose characters are quick to read
  return { text: [...parts, source.slice(from)].join(''), at };
}

/**
 * Splits C into preprocessing tokens (C11 5.1.1.2, phases 2 and 3). Never fails; linear in the text. Identifiers are the
 * strings of `names` where those have them: what is the same name is one string, which is quicker to look up.
 */
export function lex(source: string, file: number, names: Map<string, string> = new Map()): readonly Token[] {
  return new Lexer(source, file, names).run();
}

/** In small methods: the engine soon has code for each, while one long function would be slow for a file or two. */
class Lexer {
  private readonly text: string;
  private readonly splicedAt: readonly number[];
  private readonly file: number;
  private readonly names: Map<string, string>;
  private readonly tokens: Token[] = [];
  private line = 1;
  private splices = 0;
  private space = false;
  private first = true;

  constructor(source: string, file: number, names: Map<string, string>) {
    const { text, at } = unsplice(source);
    this.text = text;
    this.splicedAt = at;
    this.file = file;
    this.names = names;
  }

  run(): readonly Token[] {
    const { tokens } = this;
    const { length } = this.text;
    for (let at = 0; at < length; ) at = this.step(at);
    return tokens;
  }

  /** Reads what starts at an offset, and gives where it ends. */
  private step(at: number): number {
    const { text } = this;
    const c = text.charCodeAt(at);
    switch (classOf(c)) {
      case LINE:
        this.line++;
        this.first = true;
        return at + 1;
      case BLANK:
        this.space = true;
        return endOfBlanks(text, at);
      case NAME:
        return this.name(at);
      case DIGIT:
        return this.push('number', at, endOfNumber(text, at));
      case QUOTE:
        return this.quoted(at, c);
    }
    if (c === 46 && isDigit(text.charCodeAt(at + 1))) return this.push('number', at, endOfNumber(text, at));
    if (c === 47) {
      const next = text.charCodeAt(at + 1);
      if (next === 42) return this.comment(at);
      if (next === 47) {
        const end = text.indexOf('\n', at);
        return end < 0 ? text.length : end;
      }
    }
    return this.punctuator(at, c);
  }

  private name(at: number): number {
    const { text, names } = this;
    let end = at + 1;
    while (isIdentifier(text.charCodeAt(end))) end++;
    const spelt = text.slice(at, end);
    const quote = text.charCodeAt(end);
    if ((quote === 34 || quote === 39) && /^(L|u|U|u8)$/.test(spelt)) {
      const close = closingQuote(text, end, quote);
      if (close >= 0) return this.push(quote === 34 ? 'string' : 'character', at, close);
    }
    let name = names.get(spelt);
    if (name === undefined) {
      names.set(spelt, spelt);
      name = spelt;
    }
    return this.add('identifier', name, at, end);
  }

  private quoted(at: number, quote: number): number {
    const close = closingQuote(this.text, at, quote);
    if (close < 0) return this.push('other', at, at + 1);
    return this.push(quote === 34 ? 'string' : 'character', at, close);
  }

  private comment(at: number): number {
    const { text } = this;
    const close = text.indexOf('*/', at + 2);
    const end = close < 0 ? text.length : close + 2;
    for (let k = text.indexOf('\n', at); k >= 0 && k < end; k = text.indexOf('\n', k + 1)) this.line++;
    this.space = true;
    return end;
  }

  private punctuator(at: number, c: number): number {
    const long = longPunctuator(this.text, at, c);
    if (long) return this.add('punctuator', long, at, at + long.length);
    return this.push(c === 64 || c === 96 || c === 92 ? 'other' : 'punctuator', at, at + 1);
  }

  private push(kind: TokenKind, at: number, end: number): number {
    return this.add(kind, this.text.slice(at, end), at, end);
  }

  private add(kind: TokenKind, text: string, at: number, end: number): number {
    const { splicedAt } = this;
    while (this.splices < splicedAt.length && (splicedAt[this.splices] ?? 0) <= at) {
      this.line++;
      this.splices++;
    }
    this.tokens.push(makeToken(kind, text, placeOf(this.file, this.line), this.space, this.first, false));
    this.space = false;
    this.first = false;
    return end;
  }
}

function endOfBlanks(text: string, start: number): number {
  let end = start + 1;
  while (CLASSES[text.charCodeAt(end)] === BLANK) end++;
  return end;
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
