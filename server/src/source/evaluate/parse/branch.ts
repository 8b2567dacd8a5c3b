import type { Expression } from './ast.ts';
import { CError } from './cursor.ts';
import type { Parser } from './parser.ts';

/**
 * A branch of _Generic or __builtin_choose_expr. One that is not taken may be of types that do not fit: it is passed over,
 * and the result may be undefined. An error where the cursor stands in no branch any more is passed on.
 */
export function readBranch(p: Parser, isTaken: boolean): Expression | undefined {
  const { cursor } = p;
  const from = cursor.at;
  try {
    return p.assignment();
  } catch (error) {
    if (isTaken || !(error instanceof CError)) throw error;
    cursor.at = from;
    while (!cursor.is(',') && !cursor.is(')') && !cursor.isAtEnd) {
      if (/^[([{]$/.test(cursor.peek().text)) cursor.skipBrackets();
      else cursor.next();
    }
    return undefined;
  }
}
