import { makeEnd, type Token } from '../preprocess/token.ts';

/** What stands in a text is not C, or C that the evaluator does not know. */
export class CError extends Error {
  readonly place: number;

  constructor(message: string, place: number) {
    super(message);
    this.place = place;
  }
}

const MAX_NESTING = 400;

/** A place in a list of tokens, from `from` up to `to`. */
export class Cursor {
  at: number;
  readonly to: number;
  readonly tokens: readonly Token[];
  private nesting = 0;

  constructor(tokens: readonly Token[], from = 0, to = tokens.length) {
    this.tokens = tokens;
    this.at = from;
    this.to = to;
  }

  /** The token `ahead` of the next. */
  peek(ahead = 0): Token {
    const token = this.at + ahead < this.to ? this.tokens[this.at + ahead] : undefined;
    return token ?? makeEnd(this.tokens[this.to - 1]?.place ?? 0);
  }

  get place(): number {
    return this.peek().place;
  }

  get isAtEnd(): boolean {
    return this.at >= this.to;
  }

  next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  /** The next token is this word or punctuator (not a string that spells it). */
  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && token.kind !== 'string';
  }

  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  expect(text: string): Token {
    if (this.is(text)) return this.next();
    throw this.unexpected(`"${text}"`);
  }

  identifier(): Token {
    if (this.peek().kind === 'identifier') return this.next();
    throw this.unexpected('a name');
  }

  unexpected(wanted: string): CError {
    const { text, place } = this.peek();
    return new CError(`${wanted} is expected ${text === '' ? 'at the end' : `before "${text}"`}`, place);
  }

  /**
   * Skips from an opening bracket past the one that closes it. Braces tell more than the others: one that closes a block
   * closes what is still open in it, and is left where it is of a block around. Whether it was closed.
   */
  skipBrackets(): boolean {
    const open: string[] = [];
    do {
      const { kind, text } = this.peek();
      if (kind === 'end') return false;
      if (kind === 'punctuator') {
        if (text === '(' || text === '[' || text === '{') open.push(text);
        else if (text === '}') {
          const block = open.lastIndexOf('{');
          if (block < 0) return false;
          open.length = block;
        } else if ((text === ')' && open.at(-1) === '(') || (text === ']' && open.at(-1) === '[')) open.pop();
      }
      this.at++;
    } while (open.length > 0);
    return true;
  }

  /** Runs a part that may contain itself; a text that is nested too deeply is an error, no overflow. */
  nested<T>(run: () => T): T {
    if (++this.nesting > MAX_NESTING) throw new CError('this is nested too deeply', this.place);
    try {
      return run();
    } finally {
      this.nesting--;
    }
  }
}
