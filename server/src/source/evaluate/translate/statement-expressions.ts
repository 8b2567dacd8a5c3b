import type { Block, Expression, Statement } from '../parse/ast.ts';
import { type CType, sizeOf } from '../parse/types.ts';
import type { Context } from './context.ts';
import { initialise } from './initialise.ts';
import { zero } from './operators.ts';

/** `({ ... })`: a comma expression where every statement can be one, else a function that is called at once. */
export function statementExpression(c: Context, block: Block, type: CType): string {
  const items = block.items;
  const last = items.at(-1);
  const result = last?.kind === 'expression' && type.kind !== 'void' ? last.expression : undefined;
  const before = result ? items.slice(0, -1) : items;
  const parts = asExpressions(c, before);
  const value = result ? c.value(result) : 'undefined';
  if (parts) return `(${[...parts, value].join(',')})`;
  const body = c.statement({ kind: 'block', place: block.place, items: before });
  return `(()=>{${body}return ${value};})()`;
}

/** Each statement as an expression; undefined where one cannot be. */
function asExpressions(c: Context, items: readonly Statement[]): string[] | undefined {
  if (!items.every(isSimple)) return undefined;
  return items.flatMap((item) =>
    item.kind === 'record' ? expressionsOf(c, item) : [c.count(item.place), ...expressionsOf(c, item)],
  );
}

/** No jump, no loop, no cleanup. */
function isSimple(s: Statement): boolean {
  switch (s.kind) {
    case 'expression':
    case 'record':
      return true;
    case 'declaration':
      return !s.cleanup && !s.count;
    case 'block':
      return s.items.every(isSimple);
    case 'if':
      return isSimple(s.yes) && (!s.no || isSimple(s.no));
    case 'do':
      return isNever(s.condition) && isSimple(s.body);
    default:
      return false;
  }
}

const isNever = (e: Expression): boolean => e.kind === 'constant' && Number(e.value) === 0;

function expressionsOf(c: Context, s: Statement): string[] {
  switch (s.kind) {
    case 'expression':
      return [c.effect(s.expression)];
    case 'record':
      return [`$record(${s.id},()=>${c.value(s.expression)})`];
    case 'declaration':
      return declarationExpressions(c, s);
    case 'block':
      return asExpressions(c, s.items) ?? [];
    case 'do':
      return asExpressions(c, [s.body]) ?? [];
    case 'if': {
      const part = (branch: Statement | undefined): string => {
        const parts = branch ? (asExpressions(c, [branch]) ?? []) : [];
        return parts.length ? `(${parts.join(',')})` : '0';
      };
      return [`(${c.test(s.condition)}?${part(s.yes)}:${part(s.no)})`];
    }
    default:
      return [];
  }
}

/** A declaration as expressions; a variable that is not initialised keeps what it has, as on a stack. */
export function declarationExpressions(c: Context, s: Statement & { kind: 'declaration' }): string[] {
  const { variable, initials, count, span } = s;
  const name = c.variable(variable);
  if (count && variable.type.kind === 'pointer') {
    return [`${name}=$reserve(Number(${c.value(count)})*${sizeOf(variable.type.to)})`];
  }
  if (!initials) return [];
  if (variable.inMemory) return initialise(c, name, sizeOf(variable.type), initials);
  const value = initials[0]?.value;
  return [`${name}=${c.noted(span, variable.type, value ? c.value(value) : zero(variable.type))}`];
}
