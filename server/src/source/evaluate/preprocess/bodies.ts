import { Expander, type TokenStream } from './expander.ts';
import type { Macros } from './macros.ts';
import { END, type Token } from './token.ts';

/** Text between directives that define: the macros that hold for it are those of a time. */
interface Part {
  readonly time: number;
  readonly tokens: readonly Token[];
}

/** What stands between the braces of a function, macros expanded. Throws where they grow without end. */
export type Body = () => readonly Token[];

/** Bodies by the index of their opening brace; the list of tokens has the closing one directly behind it. */
export type Bodies = ReadonlyMap<number, Body>;

/**
 * Reads up to the brace that closes a body, or the end. It `waits` where it has an end and braces are not hidden in macros:
 * else it is part of what follows, too.
 */
export function readBody(
  pull: () => Token,
  macros: Macros,
  pathOf: TokenStream['pathOf'],
): { readonly body: Body; readonly waits: boolean } {
  const parts: Part[] = [];
  let tokens: Token[] = [];
  let { time } = macros;
  let depth = 1;
  let token = pull();
  for (; token.kind !== 'end'; token = pull()) {
    if (token.text === '{' && token.kind === 'punctuator') depth++;
    else if (token.text === '}' && token.kind === 'punctuator' && --depth === 0) break;
    if (macros.time !== time) {
      parts.push({ time, tokens });
      tokens = [];
      time = macros.time;
    }
    tokens.push(token);
  }
  parts.push({ time, tokens });
  return { body: bodyOf(parts, macros, pathOf), waits: token.kind !== 'end' && macros.areBalanced };
}

/**
 * Expands parts of a body when it is asked for, and keeps that: most functions of a header are never called. It is what
 * would have come of it at once, since the macros are those of then; but __COUNTER__ counts in each body by itself.
 */
function bodyOf(parts: readonly Part[], macros: Macros, pathOf: TokenStream['pathOf']): Body {
  const stream = { pull: () => END, copy: () => undefined, pathOf };
  let known: readonly Token[] | undefined;
  return () => {
    known ??= parts.flatMap(({ time, tokens }) => new Expander(stream, macros, time).expand(tokens));
    return known;
  };
}

/** The tokens with every body in its place. */
export function withBodies(tokens: readonly Token[], bodies: Bodies): readonly Token[] {
  return bodies.size === 0 ? tokens : tokens.flatMap((token, i) => [token, ...(bodies.get(i)?.() ?? [])]);
}
