import type { Block, Definition, Entity, Expression, Initial, Statement, Variable } from './ast.ts';
import type { Cursor } from './cursor.ts';
import type { Scope } from './scope.ts';
import type { CType } from './types.ts';

/** The attributes of GNU C that change what a program does; the others are passed over. */
export interface Attributes {
  packed: boolean;
  /** Bytes; 1 without. */
  align: number;
  /** The function named by `cleanup`. */
  cleanup: string | undefined;
  constructor: boolean;
}

export interface Specifiers {
  readonly type: CType;
  readonly storage: 'typedef' | 'extern' | 'static' | undefined;
  /** `__auto_type`: the type is the initialiser's. */
  readonly isAuto: boolean;
  readonly attributes: Attributes;
}

export interface Declarator {
  /** undefined: abstract, as in a type name. */
  readonly name: string | undefined;
  readonly type: CType;
  readonly place: number;
  /** The length of an array that is not constant (C11 6.7.6.2); `type` is then a pointer to the elements. */
  readonly count: Expression | undefined;
}

/** What the parts of the parser know of each other, so that none imports another in a circle. `unit.ts` joins them. */
export interface Parser {
  readonly cursor: Cursor;
  scope: Scope;
  /** The function that is being read; undefined in what stands in no function. */
  readonly current: CurrentFunction | undefined;
  /** Declaration specifiers (C11 6.7). */
  specifiers(): Specifiers;
  /** A declarator, abstract or not, of the type that the specifiers give; `__attribute__`s after it go into `into`. */
  declarator(base: CType, into: Attributes): Declarator;
  expression(): Expression;
  assignment(): Expression;
  conditional(): Expression;
  typeName(): CType;
  startsType(): boolean;
  block(): Block;
  /** Reads an initialiser of an object of `type`, and the type with the length that the initialiser gives it. */
  initialiser(type: CType): { readonly type: CType; readonly initials: readonly Initial[] };
  variable(name: string, type: CType): Variable;
  /** An object with a name of its own that only the unit knows: a static local, a compound literal of a file. */
  hidden(name: string, type: CType, definition: Definition): Entity;
  /** The entity of a name that is declared with linkage. */
  external(name: string, type: CType): Entity;
  /** The entity of a name that is not declared but called. */
  implicitFunction(name: string, place: number): Entity;
  /** A constant that the environment has for a name that nothing declares. */
  unknownName(name: string): bigint | undefined;
  /** Statements that record what was asked for at the line where a statement starts. */
  watched(place: number): readonly Statement[];
  problem(place: number, message: string): void;
}

export interface CurrentFunction {
  readonly name: string;
  readonly returns: CType;
  readonly variables: Variable[];
}
