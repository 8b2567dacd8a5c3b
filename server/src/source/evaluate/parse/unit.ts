import type { Bodies, Body } from '../preprocess/bodies.ts';
import type { Preprocessed } from '../preprocess/preprocess.ts';
import type { Token } from '../preprocess/token.ts';
import type {
  Block,
  Definition,
  Entity,
  Expression,
  FunctionBody,
  Initial,
  Initials,
  ParseProblem,
  Statement,
  Variable,
} from './ast.ts';
import { CError, Cursor } from './cursor.ts';
import { readDeclarator, readTypeName } from './declarators.ts';
import { readAssignment, readConditional, readExpression } from './expressions.ts';
import { readInitialiser } from './initialisers.ts';
import { Linkage } from './linkage.ts';
import type { Attributes, CurrentFunction, Declarator, Parser, Specifiers } from './parser.ts';
import { readStaticAssert } from './records.ts';
import { Scope } from './scope.ts';
import { readSpecifiers, startsType } from './specifiers.ts';
import { readBlock } from './statements.ts';
import { type CType, callAlike, type FunctionType, INT, isIncomplete } from './types.ts';
import { Watches } from './watches.ts';

/** A translation unit: its declarations; bodies and initialisers are read when they are needed. */
export interface Unit {
  readonly scope: Scope;
  readonly linkage: Linkage;
  /** Everything that it gives a body to, by name. */
  readonly functions: ReadonlyMap<string, Entity>;
  /** Functions with the attribute `constructor`, in order. */
  readonly constructors: readonly Entity[];
  /** What could not be understood outside of bodies and initialisers. */
  readonly problems: readonly ParseProblem[];
}

/** A file as the preprocessor gives it: bodies are expanded when they are needed. */
export type UnitText = Pick<Preprocessed, 'tokens' | 'bodies' | 'all'>;

interface Shared {
  readonly linkage: Linkage;
  readonly file: Scope;
  readonly functions: Map<string, Entity>;
  readonly constructors: Entity[];
  unknownName(name: string): bigint | undefined;
  readonly watches: Watches;
  readonly bodies: Bodies;
  /** How many of the bodies are those of functions. */
  defined: number;
}

/** Reads a preprocessed file. Never fails: a declaration that cannot be understood is a problem, and left out. */
export function parseUnit(
  path: string,
  text: UnitText,
  unknownName: (name: string) => bigint | undefined = () => undefined,
  watches: Watches = new Watches([]),
): Unit {
  const { tokens, bodies } = text;
  const file = new Scope();
  const linkage = new Linkage(path);
  const made = { functions: new Map<string, Entity>(), constructors: [], problems: [] };
  const shared: Shared = { linkage, file, ...made, unknownName, watches, bodies, defined: 0 };
  new UnitParser(shared, new Cursor(tokens), made.problems).readAll();
  // What was left out is something else than the body of a function: it matters what it is.
  if (shared.defined < bodies.size) return parseUnit(path, whole(text.all()), unknownName, watches);
  return { scope: file, linkage, ...made };
}

/** Of tokens in which no body is left out. */
export const whole = (tokens: readonly Token[]): UnitText => ({ tokens, bodies: new Map(), all: () => tokens });

class UnitParser implements Parser {
  readonly cursor: Cursor;
  scope: Scope;
  readonly current: CurrentFunction | undefined;
  private readonly shared: Shared;
  private readonly problems: ParseProblem[];

  constructor(shared: Shared, cursor: Cursor, problems: ParseProblem[], current?: CurrentFunction) {
    this.shared = shared;
    this.problems = problems;
    this.scope = shared.file;
    this.cursor = cursor;
    this.current = current;
  }

  readAll(): void {
    const { cursor } = this;
    while (!cursor.isAtEnd) {
      const from = cursor.at;
      try {
        this.readExternal();
      } catch (error) {
        if (!(error instanceof CError)) throw error;
        this.problem(error.place, error.message);
        this.scope = this.shared.file;
        this.skipDeclaration(from);
      }
    }
  }

  /** To the end of the declaration that starts at `from`: a `;` or the brace that closes a body. */
  private skipDeclaration(from: number): void {
    const { cursor } = this;
    cursor.at = from;
    while (!cursor.isAtEnd) {
      if (cursor.is('{')) {
        cursor.skipBrackets();
        if (cursor.peek().first) return;
      } else if (cursor.next().text === ';') return;
    }
  }

  private readExternal(): void {
    const { cursor } = this;
    if (cursor.take(';')) return;
    if (cursor.is('_Static_assert') || cursor.is('static_assert')) {
      readStaticAssert(this);
      return;
    }
    const specifiers = readSpecifiers(this);
    if (cursor.take(';')) return;
    do {
      const attributes = { ...specifiers.attributes };
      const declarator = readDeclarator(this, specifiers.type, attributes);
      const entity = this.declare(specifiers, declarator);
      if (entity && attributes.constructor) this.shared.constructors.push(entity);
      if (entity && cursor.is('{') && declarator.type.kind === 'function') {
        this.define(entity, declarator, declarator.type);
        return;
      }
    } while (cursor.take(','));
    cursor.expect(';');
  }

  private declare({ storage }: Specifiers, { name, type, place }: Declarator): Entity | undefined {
    const { scope, cursor } = this;
    if (name === undefined) throw new CError('a declaration names nothing', place);
    if (storage === 'typedef') {
      scope.declare(name, { kind: 'typedef', type });
      return undefined;
    }
    const known = scope.own(name);
    const entity =
      known?.kind === 'global'
        ? known.entity
        : storage === 'static'
          ? this.shared.linkage.internal(name, type, undefined)
          : this.shared.linkage.external(name, type);
    if (!callAlike(type, entity.type)) this.problem(place, `"${name}" is declared with other types before`);
    if (isIncomplete(entity.type) || entity.type.kind === 'function') entity.type = better(entity.type, type);
    scope.declare(name, { kind: 'global', entity });
    if (type.kind === 'function') return entity;
    if (cursor.take('=')) this.initialise(entity, place);
    else if (storage !== 'extern') entity.definition ??= { kind: 'data', place, parse: undefined };
    return entity;
  }

  /** Leaves the initialiser for later, but where it gives an array its length. */
  private initialise(entity: Entity, place: number): void {
    const { cursor } = this;
    const from = cursor.at;
    while (!cursor.isAtEnd && !cursor.is(';') && !cursor.is(',')) {
      const { text, kind } = cursor.peek();
      if (kind === 'punctuator' && /^[([{]$/.test(text)) cursor.skipBrackets();
      else cursor.next();
    }
    const inner = new Cursor(cursor.tokens, from, cursor.at);
    const read = (problems: ParseProblem[]) => new UnitParser(this.shared, inner, problems).initialiser(entity.type);
    if (entity.type.kind === 'array' && entity.type.length === undefined) {
      const { type, initials } = read(this.problems);
      entity.type = type;
      entity.definition = { kind: 'data', place, parse: () => ({ initials, problems: [] }) };
      return;
    }
    const parse = (): Initials => {
      const problems: ParseProblem[] = [];
      return { initials: read(problems).initials, problems };
    };
    entity.definition = { kind: 'data', place, parse: once(parse) };
  }

  private define(entity: Entity, { place }: Declarator, type: FunctionType): void {
    const { cursor, shared } = this;
    const from = cursor.at;
    if (!cursor.skipBrackets()) this.problem(place, `the body of "${entity.name}" is not closed: it lacks a "}"`);
    const to = cursor.at;
    const inner = shared.bodies.get(from);
    if (inner) shared.defined++;
    // An inline function of a header that several units have: the first stands for all.
    if (entity.definition) return;
    entity.type = type;
    shared.functions.set(entity.name, entity);
    const parse = (): FunctionBody => {
      const current = { name: entity.name, returns: type.returns, variables: [] };
      const own = inner ? new Cursor(braced(cursor.tokens, from, inner, place)) : new Cursor(cursor.tokens, from, to);
      return new UnitParser(shared, own, [], current).readFunction(type, place);
    };
    entity.definition = { kind: 'function', place, parse: once(parse) };
  }

  private readFunction(type: FunctionType, place: number): FunctionBody {
    this.scope = new Scope(this.shared.file);
    const parameters = type.parameters.map((parameter, i) => {
      const variable = this.variable(parameter.name ?? `unnamed${i}`, parameter.type);
      if (parameter.type.kind === 'record') variable.inMemory = true;
      if (parameter.name !== undefined) this.scope.declare(parameter.name, { kind: 'local', variable });
      return variable;
    });
    const body = this.block();
    const { name, variables } = this.current ?? { name: '', variables: [] };
    return { name, place, type, parameters, variables, body, tokens: this.cursor.tokens, problems: this.problems };
  }

  specifiers = (): Specifiers => readSpecifiers(this);
  declarator = (base: CType, into: Attributes): Declarator => readDeclarator(this, base, into);
  expression = (): Expression => readExpression(this);
  assignment = (): Expression => readAssignment(this);
  conditional = (): Expression => readConditional(this);
  typeName = (): CType => readTypeName(this);
  startsType = (): boolean => startsType(this);
  block = (): Block => readBlock(this);
  initialiser = (type: CType): { readonly type: CType; readonly initials: readonly Initial[] } =>
    readInitialiser(this, type);

  variable(name: string, type: CType): Variable {
    const variables = this.current?.variables;
    if (!variables) throw new CError('this can only stand in a function', this.cursor.place);
    const inMemory = type.kind === 'array' || type.kind === 'record';
    const made: Variable = { name, type, id: variables.length, inMemory };
    variables.push(made);
    return made;
  }

  hidden(name: string, type: CType, definition: Definition): Entity {
    return this.shared.linkage.internal(name, type, definition);
  }

  external(name: string, type: CType): Entity {
    const known = this.shared.file.own(name);
    return known?.kind === 'global' ? known.entity : this.shared.linkage.external(name, type);
  }

  implicitFunction(name: string, place: number): Entity {
    this.problem(place, `the function "${name}" is called without a declaration`);
    const type: FunctionType = { kind: 'function', returns: INT, parameters: [], variadic: false, unspecified: true };
    const entity = this.external(name, type);
    this.shared.file.declare(name, { kind: 'global', entity });
    return entity;
  }

  unknownName(name: string): bigint | undefined {
    return this.shared.unknownName(name);
  }

  watched(place: number): readonly Statement[] {
    return this.shared.watches.take(place, (cursor) => {
      const inner = new UnitParser(this.shared, cursor, this.problems, this.current);
      inner.scope = this.scope;
      return inner.expression();
    });
  }

  problem(place: number, message: string): void {
    this.problems.push({ place, message });
  }
}

/** A body that was left out between its braces. */
function braced(tokens: readonly Token[], from: number, body: Body, place: number): readonly Token[] {
  try {
    return [...tokens.slice(from, from + 1), ...body(), ...tokens.slice(from + 1, from + 2)];
  } catch (error) {
    throw new CError(error instanceof Error ? error.message : String(error), place);
  }
}

/** Of two declarations of one thing, the one that says more. */
const better = (known: CType, type: CType): CType =>
  known.kind === 'function' && type.kind === 'function' && type.unspecified ? known : type;

/** What an error left undone is tried again, and fails again. */
function once<T>(read: () => T): () => T {
  let known: T | undefined;
  return () => {
    known ??= read();
    return known;
  };
}
