import type { Block, Expression, Statement } from './ast.ts';
import * as build from './build.ts';
import { readConstant } from './constants.ts';
import { CError } from './cursor.ts';
import { readLocalDeclaration } from './local-declarations.ts';
import type { Parser } from './parser.ts';
import { readStaticAssert } from './records.ts';
import { Scope } from './scope.ts';
import { INT, VOID } from './types.ts';

/** A block with a scope of its own (C11 6.8.2). A statement that cannot be understood becomes a stop; the rest is kept. */
export function readBlock(p: Parser): Block {
  const { cursor } = p;
  const { place } = cursor.expect('{');
  const items: Statement[] = [];
  inScope(p, () => {
    while (!cursor.is('}')) {
      if (cursor.isAtEnd) throw cursor.unexpected('"}"');
      const from = cursor.at;
      try {
        readItem(p, items);
      } catch (error) {
        if (!(error instanceof CError)) throw error;
        p.problem(error.place, error.message);
        const at = cursor.tokens[from]?.place ?? error.place;
        items.push(expressionStatement({ kind: 'stop', message: error.message, type: VOID, place: at }));
        skipStatement(p, from);
      }
    }
  });
  cursor.next();
  return { kind: 'block', place, items };
}

function inScope<T>(p: Parser, run: () => T): T {
  const outer = p.scope;
  p.scope = new Scope(outer);
  try {
    return run();
  } finally {
    p.scope = outer;
  }
}

/** To the `;` or the closing brace that ends the statement which starts at `from`. */
function skipStatement(p: Parser, from: number): void {
  const { cursor } = p;
  cursor.at = from;
  while (!cursor.isAtEnd && !cursor.is('}')) {
    const { text, kind } = cursor.peek();
    if (kind === 'punctuator' && /^[([{]$/.test(text)) {
      cursor.skipBrackets();
      if (text === '{' && !cursor.is('else') && !cursor.is('while')) return;
    } else if (cursor.next().text === ';' && !cursor.is('else')) return;
  }
}

const expressionStatement = (expression: Expression): Statement => ({
  kind: 'expression',
  place: expression.place,
  expression,
});

/** A declaration or a statement, with the labels before it. */
function readItem(p: Parser, items: Statement[]): void {
  const { cursor } = p;
  if (cursor.is('_Static_assert') || cursor.is('static_assert')) {
    readStaticAssert(p);
    return;
  }
  items.push(...p.watched(cursor.place));
  const isLabel = cursor.peek().kind === 'identifier' && cursor.is(':', 1) && !cursor.is('default');
  if (!isLabel && p.startsType() && !cursor.is('__extension__')) {
    items.push(...readLocalDeclaration(p));
    cursor.expect(';');
  } else readLabelled(p, items);
}

function readLabelled(p: Parser, items: Statement[]): void {
  const { cursor } = p;
  const { place } = cursor;
  if (cursor.take('case')) {
    const from = readConstant(p);
    const to = cursor.take('...') ? readConstant(p) : from;
    cursor.expect(':');
    items.push({ kind: 'case', place, range: { from, to } });
  } else if (cursor.is('default') && cursor.is(':', 1)) {
    cursor.at += 2;
    items.push({ kind: 'case', place, range: undefined });
  } else if (cursor.peek().kind === 'identifier' && cursor.is(':', 1)) {
    items.push({ kind: 'label', place, name: cursor.next().text });
    cursor.next();
    if (cursor.is('__attribute__')) {
      cursor.next();
      cursor.skipBrackets();
    }
  } else {
    items.push(readPlain(p));
    return;
  }
  if (!cursor.is('}')) readItem(p, items);
}

/** One statement; labels before it make it a block. */
function readStatement(p: Parser): Statement {
  return p.cursor.nested(() => {
    const { place } = p.cursor;
    const items: Statement[] = [];
    items.push(...p.watched(place));
    inScope(p, () => readLabelled(p, items));
    const [only] = items;
    return items.length === 1 && only ? only : { kind: 'block', place, items };
  });
}

function readCondition(p: Parser): Expression {
  p.cursor.expect('(');
  const value = build.condition(p.expression());
  p.cursor.expect(')');
  return value;
}

function readPlain(p: Parser): Statement {
  const { cursor } = p;
  const { text, place, kind } = cursor.peek();
  if (text === '{') return cursor.nested(() => readBlock(p));
  if (text === ';' && kind === 'punctuator') {
    cursor.next();
    return { kind: 'block', place, items: [] };
  }
  const reader = kind === 'identifier' && Object.hasOwn(READERS, text) ? READERS[text] : undefined;
  if (reader) {
    cursor.next();
    return reader(p, place);
  }
  const expression = p.expression();
  cursor.expect(';');
  return { kind: 'expression', place, expression };
}

const READERS: Readonly<Record<string, (p: Parser, place: number) => Statement>> = {
  if: (p, place) => {
    const condition = readCondition(p);
    const yes = readStatement(p);
    const no = p.cursor.take('else') ? readStatement(p) : undefined;
    return { kind: 'if', place, condition, yes, no };
  },
  while: (p, place) => ({ kind: 'while', place, condition: readCondition(p), body: readStatement(p) }),
  do: (p) => {
    const body = readStatement(p);
    const { place } = p.cursor.expect('while');
    const condition = readCondition(p);
    p.cursor.expect(';');
    return { kind: 'do', place, condition, body };
  },
  for: (p, place) =>
    inScope(p, () => {
      const { cursor } = p;
      cursor.expect('(');
      let first: readonly Statement[] = [];
      if (p.startsType()) first = readLocalDeclaration(p);
      else if (!cursor.is(';')) first = [expressionStatement(p.expression())];
      cursor.expect(';');
      const condition = cursor.is(';') ? undefined : build.condition(p.expression());
      cursor.expect(';');
      const step = cursor.is(')') ? undefined : p.expression();
      cursor.expect(')');
      return { kind: 'for', place, first, condition, step, body: readStatement(p) };
    }),
  switch: (p, place) => {
    p.cursor.expect('(');
    const value = build.promoted(p.expression());
    p.cursor.expect(')');
    const { type } = value;
    if (type.kind !== 'int') throw new CError('switch needs an integer', place);
    return { kind: 'switch', place, value: { ...value, type }, body: readStatement(p) };
  },
  goto: (p, place) => {
    const name = p.cursor.identifier().text;
    p.cursor.expect(';');
    return { kind: 'goto', place, name };
  },
  break: (p, place) => {
    p.cursor.expect(';');
    return { kind: 'break', place };
  },
  continue: (p, place) => {
    p.cursor.expect(';');
    return { kind: 'continue', place };
  },
  return: (p, place) => {
    const returns = p.current?.returns ?? INT;
    const value = p.cursor.is(';') ? undefined : build.cast(p.expression(), returns);
    p.cursor.expect(';');
    return { kind: 'return', place, value };
  },
  asm: (p, place) => readAssembly(p, place),
  __asm__: (p, place) => readAssembly(p, place),
};

/** Assembly without instructions is a barrier to the compiler and nothing here; any other stops the run. */
function readAssembly(p: Parser, place: number): Statement {
  const { cursor } = p;
  while (cursor.peek().kind === 'identifier') cursor.next();
  const isEmpty = cursor.peek(1).text === '""';
  cursor.skipBrackets();
  cursor.expect(';');
  if (isEmpty) return { kind: 'block', place, items: [] };
  return expressionStatement({ kind: 'stop', message: 'assembly is reached', type: VOID, place });
}
