import type { Expression, Initial, Span, Statement } from './ast.ts';
import * as build from './build.ts';
import { CError, type Cursor } from './cursor.ts';
import type { Attributes, Declarator, Parser, Specifiers } from './parser.ts';
import { type CType, isIncomplete, typeName } from './types.ts';

/** A declaration in a function, up to the `;`, which is left (C11 6.7). */
export function readLocalDeclaration(p: Parser): Statement[] {
  const { cursor } = p;
  const specifiers = p.specifiers();
  const statements: Statement[] = [];
  if (cursor.is(';')) return statements;
  do {
    const attributes = { ...specifiers.attributes };
    const declarator = p.declarator(specifiers.type, attributes);
    const statement = declare(p, specifiers, declarator, attributes);
    if (statement) statements.push(statement);
  } while (cursor.take(','));
  return statements;
}

function declare(
  p: Parser,
  specifiers: Specifiers,
  declarator: Declarator,
  attributes: Attributes,
): Statement | undefined {
  const { cursor, scope } = p;
  const { name, place, type } = declarator;
  const span = p.current && spanOfName(cursor, name);
  if (name === undefined) throw new CError('a declaration names nothing', place);
  if (specifiers.storage === 'typedef') {
    scope.declare(name, { kind: 'typedef', type });
    return undefined;
  }
  if (specifiers.storage === 'extern' || type.kind === 'function') {
    scope.declare(name, { kind: 'global', entity: p.external(name, type) });
    return undefined;
  }
  if (specifiers.storage === 'static') {
    const entity = p.hidden(name, type, { kind: 'data', place, parse: undefined });
    scope.declare(name, { kind: 'global', entity });
    if (!cursor.take('=')) return undefined;
    const read = p.initialiser(type);
    entity.type = read.type;
    entity.definition = { kind: 'data', place, parse: () => ({ initials: read.initials, problems: [] }) };
    return undefined;
  }
  const variable = p.variable(name, type);
  let initials: readonly Initial[] | undefined;
  if (specifiers.isAuto) {
    // The type is the initialiser's, and the name means nothing in it yet.
    cursor.expect('=');
    const value = build.rvalue(p.assignment());
    variable.type = value.type;
    initials = [{ offset: 0, type: value.type, bits: undefined, value }];
  }
  scope.declare(name, { kind: 'local', variable });
  if (!specifiers.isAuto && cursor.take('=')) {
    const read = p.initialiser(type);
    variable.type = read.type;
    initials = read.initials;
  }
  if (isMemory(variable.type)) variable.inMemory = true;
  if (isIncomplete(variable.type)) throw new CError(`${typeName(variable.type)} is not known`, place);
  const cleanup = attributes.cleanup === undefined ? undefined : cleanupFunction(p, attributes.cleanup, place);
  if (cleanup) variable.inMemory = true;
  return { kind: 'declaration', place, variable, initials, cleanup, count: declarator.count, span };
}

/** The name that a declarator which ends here declares. */
function spanOfName({ tokens, at }: Cursor, name: string | undefined): Span | undefined {
  for (let i = at - 1; i >= 0 && i > at - 16; i--) if (tokens[i]?.text === name) return [i, i + 1];
  return undefined;
}

const isMemory = (type: CType): boolean => type.kind === 'array' || type.kind === 'record';

function cleanupFunction(p: Parser, name: string, place: number): Expression {
  const binding = p.scope.find(name);
  if (binding?.kind !== 'global') throw new CError(`the cleanup function "${name}" is not declared`, place);
  return { kind: 'global', entity: binding.entity, type: binding.entity.type, place };
}
