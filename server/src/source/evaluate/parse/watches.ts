import type { Token } from '../preprocess/token.ts';
import type { Expression, Statement } from './ast.ts';
import * as build from './build.ts';
import { CError, Cursor } from './cursor.ts';
import { isScalar, typeName } from './types.ts';

/** An expression whose values are to be recorded where a statement starts. */
export interface Watch {
  readonly id: number;
  /** The line of the statement. */
  readonly place: number;
  /** Macros expanded. */
  readonly tokens: readonly Token[];
}

/** The watches of a unit, each taken by the first statement that starts on its line. */
export class Watches {
  private readonly waiting = new Map<number, Watch[]>();
  /** The C type of each expression that was understood. */
  readonly types = new Map<number, string>();
  /** Why a watch could not be set. */
  readonly failures = new Map<number, string>();

  constructor(watches: readonly Watch[]) {
    for (const watch of watches) {
      const known = this.waiting.get(watch.place);
      if (known) known.push(watch);
      else this.waiting.set(watch.place, [watch]);
    }
  }

  /** Statements that record, for the statement that starts at `place`; `read` parses in its scope. */
  take(place: number, read: (cursor: Cursor) => Expression): Statement[] {
    const watches = this.waiting.get(place);
    if (!watches) return [];
    this.waiting.delete(place);
    return watches.flatMap((watch) => {
      try {
        const cursor = new Cursor(watch.tokens);
        const expression = build.rvalue(read(cursor));
        if (!cursor.isAtEnd) throw cursor.unexpected('the end');
        if (!isScalar(expression.type)) throw new CError(`${typeName(expression.type)} is no single value`, place);
        if (!isPure(expression)) throw new CError('an expression that changes something is not recorded', place);
        this.types.set(watch.id, typeName(expression.type));
        return [{ kind: 'record' as const, place, id: watch.id, expression }];
      } catch (error) {
        if (!(error instanceof CError)) throw error;
        this.failures.set(watch.id, error.message);
        return [];
      }
    });
  }
}

const IMPURE = new Set<Expression['kind']>([
  'assign',
  'update',
  'call',
  'statements',
  'literal',
  'va_arg',
  'stop',
  'builtin',
]);

/** Evaluating it changes nothing. */
function isPure(e: Expression): boolean {
  if (IMPURE.has(e.kind)) return false;
  return Object.values(e).every((part: unknown) => !isExpression(part) || isPure(part));
}

const isExpression = (part: unknown): part is Expression =>
  typeof part === 'object' && part !== null && 'kind' in part && 'place' in part && 'type' in part;
