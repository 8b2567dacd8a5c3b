import { lex } from './lex.ts';
import { closing, makeToken, spell, type Token } from './token.ts';

/** A macro. Without `parameters` it is object-like. */
export class Macro {
  readonly name: string;
  readonly parameters: readonly string[] | undefined;
  /** The last parameter takes all that is left: `...` is named __VA_ARGS__, `args...` as written. */
  readonly variadic: boolean;
  readonly body: readonly Token[];
  private known: readonly number[] | 'not plain' | undefined;

  constructor(name: string, parameters: readonly string[] | undefined, variadic: boolean, body: readonly Token[]) {
    this.name = name;
    this.parameters = parameters;
    this.variadic = variadic;
    this.body = body;
  }

  /** Of a body without `#`, `##` and `__VA_OPT__`: the parameter that each of its tokens is, -1 for none. */
  get plain(): readonly number[] | undefined {
    // most macros of a header are never used
    this.known ??= this.findPlain();
    return this.known === 'not plain' ? undefined : this.known;
  }

  private findPlain(): readonly number[] | 'not plain' {
    const { body, parameters } = this;
    if (body.some(({ text }) => text === '##' || text === '#' || text === '__VA_OPT__')) return 'not plain';
    return body.map(({ kind, text }) => (kind === 'identifier' && parameters ? parameters.indexOf(text) : -1));
  }
}

/** An argument as written, and a way to its full expansion. */
export interface Argument {
  readonly raw: readonly Token[];
  expanded(): readonly Token[];
}

/** `#define` without the word: name, parameters, body; undefined where it is none. */
export function readMacro(line: readonly Token[]): Macro | undefined {
  const name = line[0];
  if (name?.kind !== 'identifier') return undefined;
  const open = line[1];
  if (open?.text !== '(' || open.space) {
    return new Macro(name.text, undefined, false, line.slice(1));
  }
  const parameters: string[] = [];
  let variadic = false;
  let i = 2;
  for (; i < line.length && line[i]?.text !== ')'; i++) {
    const token = line[i];
    if (token?.text === '...') {
      if (line[i - 1]?.kind !== 'identifier') parameters.push('__VA_ARGS__');
      variadic = true;
    } else if (token?.kind === 'identifier') parameters.push(token.text);
    else if (token?.text !== ',') return undefined;
  }
  return i < line.length ? new Macro(name.text, parameters, variadic, line.slice(i + 1)) : undefined;
}

/** A token of the macro's own text has the place of the invocation. */
const owned = ({ kind, text, space, painted }: Token, { place }: Token): Token =>
  makeToken(kind, text, place, space, false, painted);

const withSpace = (token: Token, space: boolean): Token =>
  token.space === space ? token : makeToken(token.kind, token.text, token.place, space, token.first, token.painted);

/** The body of a macro at an invocation. */
export function substitute(macro: Macro, args: readonly Argument[], call: Token): readonly Token[] {
  const { body, plain } = macro;
  if (!plain) return substituteAll(macro, args, call);
  const out: Token[] = [];
  for (let i = 0; i < body.length; i++) {
    const token = body[i];
    const argument = args[plain[i] ?? -1];
    if (!token) break;
    if (!argument) {
      out.push(owned(token, call));
      continue;
    }
    const list = argument.expanded();
    for (let k = 0; k < list.length; k++) {
      const made = list[k];
      if (made) out.push(k === 0 ? withSpace(made, token.space) : made);
    }
  }
  return out;
}

/** Replaces parameters, applies `#`, `##`, `__VA_OPT__` and GNU's `, ##` (C11 6.10.3.1 to .3, C23 6.10.5.2). */
function substituteAll(macro: Macro, args: readonly Argument[], call: Token): Token[] {
  const parameters = macro.parameters ?? [];
  const argument = (token: Token | undefined): Argument | undefined => {
    const index = token?.kind === 'identifier' ? parameters.indexOf(token.text) : -1;
    return index < 0 ? undefined : args[index];
  };
  const rest = macro.variadic ? args[parameters.length - 1] : undefined;
  const isRest = (token: Token | undefined): boolean =>
    macro.variadic && token?.text === parameters[parameters.length - 1];

  const own = (token: Token): Token => owned(token, call);

  const run = (body: readonly Token[]): Token[] => {
    const out: Token[] = [];
    /** What stands left of a `##` came out empty: nothing to paste to. */
    let isEmptyLeft = false;
    for (let i = 0; i < body.length; i++) {
      const token = body[i];
      if (!token) break;
      const pastes = i > 0 && body[i - 1]?.text === '##';
      let made: readonly Token[];
      let width = 1;
      if (token.text === '##' && i > 0) continue;
      if (token.text === '#' && macro.parameters && argument(body[i + 1])) {
        made = [stringify(argument(body[i + 1])?.raw ?? [], own(token))];
        width = 2;
      } else if (token.text === '__VA_OPT__' && macro.variadic && body[i + 1]?.text === '(') {
        const close = closing(body, i + 1);
        made = rest?.expanded().length ? run(body.slice(i + 2, close)) : [];
        width = close - i + 1;
      } else {
        const arg = argument(token);
        const isGnuComma = pastes && isRest(token) && body[i - 2]?.text === ',' && out.at(-1)?.text === ',';
        if (isGnuComma && arg) {
          if (arg.raw.length === 0) out.pop();
          else out.push(...arg.expanded());
          isEmptyLeft = false;
          continue;
        }
        made = !arg ? [own(token)] : pastes || body[i + 1]?.text === '##' ? arg.raw : arg.expanded();
      }
      const spaced = made[0] && withSpace(made[0], token.space);
      const list = spaced ? [spaced, ...made.slice(1)] : [];
      const left = out.at(-1);
      if (pastes && !isEmptyLeft && left && list[0]) {
        out.splice(-1, 1, ...paste(left, list[0]), ...list.slice(1));
        isEmptyLeft = false;
      } else {
        out.push(...list);
        isEmptyLeft = list.length === 0 && !(pastes && !isEmptyLeft);
      }
      i += width - 1;
    }
    return out;
  };
  return run(macro.body);
}

/** `##`: one token where the two texts make one, else both. */
function paste(left: Token, right: Token): Token[] {
  const made = lex(left.text + right.text, 0);
  const only = made[0];
  if (made.length !== 1 || !only) return [left, right];
  return [makeToken(only.kind, only.text, left.place, left.space, left.first, false)];
}

/** `#`: the spelling of the argument as a string literal. */
function stringify(raw: readonly Token[], { place, space }: Token): Token {
  const quoted = raw.map((token) =>
    token.kind === 'string' || token.kind === 'character'
      ? { ...token, text: token.text.replace(/["\\]/g, '\\$&') }
      : token,
  );
  return makeToken('string', `"${spell(quoted)}"`, place, space, false, false);
}
