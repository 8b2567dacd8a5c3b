import { type Argument, type Macro, substitute } from './macro.ts';
import { type Macros, NOW } from './macros.ts';
import { END, lineOfPlace, makeToken, type Token, type TokenKind } from './token.ts';

/** A list being read again; while it is, its macro is not expanded. */
interface Context {
  readonly tokens: readonly Token[];
  at: number;
  readonly macro: Macro | undefined;
  /** Reading stops at its end instead of going on below. */
  readonly barrier: boolean;
}

/** Where the expander gets tokens that stand in no macro. */
export interface TokenStream {
  /** The next one, `end` at the end. */
  pull(): Token;
  /** Moves the next ones that the expander calls plain to `out`, as far as that is quickly seen; none is as right. */
  copy(out: Token[], expander: Expander): void;
  /** A path for __FILE__. */
  pathOf(place: number): string;
}

/** What an expander knows between two tokens, besides macros. */
export interface ExpanderState {
  readonly produced: number;
  readonly counter: number;
}

/** Tokens that one line of a text may grow into: a macro that doubles itself is stopped. */
const MAX_TOKENS = 4_000_000;

/** Macro expansion as C11 6.10.3 has it, contexts and all as cpplib keeps them. */
export class Expander {
  private readonly macros: Macros;
  private readonly time: number;
  private readonly contexts: Context[] = [];
  private readonly active = new Map<Macro, number>();
  private readonly stream: TokenStream;
  private produced: number;
  private counter: number;
  private isBetween = false;

  constructor(stream: TokenStream, macros: Macros, time = NOW, from?: ExpanderState) {
    this.stream = stream;
    this.macros = macros;
    this.time = time;
    this.produced = from?.produced ?? 0;
    this.counter = from?.counter ?? 0;
  }

  /** What it knows where the stream is asked for a token with which something new begins; undefined elsewhere. */
  state(): ExpanderState | undefined {
    return this.begins ? { produced: this.produced, counter: this.counter } : undefined;
  }

  /** The stream is asked for a token with which something new begins. */
  get begins(): boolean {
    return this.isBetween && this.contexts.length === 0;
  }

  /** The next token, macros expanded. */
  next(): Token {
    for (;;) {
      this.isBetween = true;
      const token = this.read();
      this.isBetween = false;
      if (token.kind !== 'identifier' || token.painted) return token;
      const builtin = token.text.startsWith('__') ? this.builtin(token) : undefined;
      if (builtin) return builtin;
      const macro = this.macros.get(token.text, this.time);
      if (!macro) return token;
      if (this.active.get(macro)) {
        return makeToken(token.kind, token.text, token.place, token.space, token.first, true);
      }
      if (!macro.parameters) {
        this.push(substitute(macro, [], token), macro);
        continue;
      }
      const after = this.read();
      if (after.text !== '(' || after.kind !== 'punctuator') {
        // an argument may end with the name: what ends it is read again by whoever expands it
        if (after.kind !== 'end') this.push([after], undefined);
        return token;
      }
      const args = this.readArguments(macro);
      if (!args) return token;
      this.push(substitute(macro, args, token), macro);
    }
  }

  /** A list, fully expanded on its own. */
  expand(tokens: readonly Token[]): Token[] {
    this.contexts.push({ tokens, at: 0, macro: undefined, barrier: true });
    const out: Token[] = [];
    this.readAll(out);
    this.contexts.pop();
    return out;
  }

  /** All up to the end, macros expanded, to the end of `out`. */
  readAll(out: Token[]): void {
    for (;;) {
      this.copy(out);
      const token = this.next();
      if (token.kind === 'end') return;
      out.push(token);
    }
  }

  /** Most tokens are no macro's name: they need none of the questions that `next` asks. */
  private copy(out: Token[]): void {
    const top = this.contexts.at(-1);
    if (!top) {
      this.stream.copy(out, this);
      return;
    }
    const { tokens } = top;
    for (let token = tokens[top.at]; token && this.isPlain(token); token = tokens[++top.at]) out.push(token);
  }

  /** It stands for itself wherever it is. */
  isPlain({ kind, text, painted }: Token): boolean {
    return kind !== 'identifier' || painted || !(this.macros.get(text, this.time) || text.startsWith('__'));
  }

  private read(): Token {
    for (;;) {
      const top = this.contexts.at(-1);
      if (!top) return this.stream.pull();
      const token = top.tokens[top.at++];
      if (token) return token;
      if (top.barrier) return END;
      this.contexts.pop();
      if (top.macro) this.active.set(top.macro, (this.active.get(top.macro) ?? 1) - 1);
    }
  }

  private push(tokens: readonly Token[], macro: Macro | undefined): void {
    this.produced += tokens.length;
    if (this.produced > MAX_TOKENS) throw new Error('the macros of this text expand to more than 4 million tokens');
    if (macro) this.active.set(macro, (this.active.get(macro) ?? 0) + 1);
    this.contexts.push({ tokens, at: 0, macro, barrier: false });
  }

  /** Arguments up to the closing parenthesis; undefined where the text ends before it. */
  private readArguments(macro: Macro): Argument[] | undefined {
    const wanted = macro.parameters?.length ?? 0;
    const lists: Token[][] = [[]];
    for (let depth = 1; ; ) {
      const token = this.read();
      if (token.kind === 'end') return undefined;
      if (token.text === ')' && --depth === 0) break;
      if (token.text === '(') depth++;
      const isLast = macro.variadic && lists.length === wanted;
      if (token.text === ',' && depth === 1 && !isLast && token.kind === 'punctuator') lists.push([]);
      else lists.at(-1)?.push(token.first ? inLine(token) : token);
    }
    while (lists.length < wanted) lists.push([]);
    return lists.map((raw) => {
      let expanded: readonly Token[] | undefined;
      return {
        raw,
        expanded: () => {
          expanded ??= this.expand(raw);
          return expanded;
        },
      };
    });
  }

  private builtin(token: Token): Token | undefined {
    switch (token.text) {
      case '__LINE__':
        return literal(token, 'number', String(lineOfPlace(token.place)));
      case '__FILE__':
        return literal(token, 'string', JSON.stringify(this.stream.pathOf(token.place)));
      case '__COUNTER__':
        return literal(token, 'number', String(this.counter++));
      default:
        return undefined;
    }
  }
}

const literal = ({ place, space, first }: Token, kind: TokenKind, text: string): Token =>
  makeToken(kind, text, place, space, first, false);

/** A new line in an argument is a space. */
const inLine = ({ kind, text, place, painted }: Token): Token => makeToken(kind, text, place, true, false, painted);
