import { readConstant } from './constants.ts';
import type { Attributes, Parser } from './parser.ts';

export const newAttributes = (): Attributes => ({ packed: false, align: 1, cleanup: undefined, constructor: false });

/** The largest alignment of x86-64, which `aligned` alone asks for. */
const MAX_ALIGN = 16;

/** Reads `__attribute__((...))`, `_Alignas`, `asm("name")` and C23's `[[...]]`, as many as there are. */
export function readAttributes(p: Parser, into: Attributes): void {
  for (;;) {
    const { cursor } = p;
    const { text } = cursor.peek();
    if (text === '__attribute__' || text === '__attribute') {
      cursor.next();
      cursor.expect('(');
      cursor.expect('(');
      while (!cursor.is(')')) {
        if (!cursor.take(',')) readOne(p, into);
      }
      cursor.expect(')');
      cursor.expect(')');
    } else if (text === '_Alignas' || text === 'alignas') {
      cursor.next();
      cursor.expect('(');
      into.align = Math.max(into.align, Number(readConstant(p)));
      cursor.expect(')');
    } else if (text === 'asm' || text === '__asm__' || text === '__asm') {
      cursor.next();
      cursor.skipBrackets();
    } else if (text === '[' && cursor.is('[', 1)) {
      cursor.skipBrackets();
    } else if (text === '__extension__' || text === '_Noreturn') {
      cursor.next();
    } else return;
  }
}

function readOne(p: Parser, into: Attributes): void {
  const { cursor } = p;
  const name = cursor.next().text.replace(/^__|__$/g, '');
  if (name === 'packed') into.packed = true;
  if (name === 'constructor') into.constructor = true;
  if (name === 'aligned' && !cursor.is('(')) into.align = MAX_ALIGN;
  if (!cursor.is('(')) return;
  if (name === 'aligned') {
    cursor.next();
    into.align = Math.max(into.align, Number(readConstant(p)));
    cursor.expect(')');
  } else if (name === 'cleanup') {
    cursor.next();
    into.cleanup = cursor.identifier().text;
    cursor.expect(')');
  } else cursor.skipBrackets();
}
