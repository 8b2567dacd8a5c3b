import type { Entity, Expression, Span, Statement, Variable } from '../parse/ast.ts';
import type { CType } from '../parse/types.ts';

/** What the translation of a function needs of the program around it. */
export interface Linker {
  /** Where the object is: allocated and initialised when it is first asked for; undefined where no unit defines it. */
  dataAddress(entity: Entity): number | undefined;
  /** The pointer to a function. */
  codeAddress(entity: Entity): number;
  /** Whether values of what stands at a place are to be recorded. */
  isRecorded(place: number): boolean;
  /** Whether code tells a tracer which line runs. */
  readonly isTraced: boolean;
  /** Where a string literal is. */
  stringAddress(bytes: readonly number[]): number;
}

/** How far the parts of the translation know each other; `function.ts` joins them. All strings are JavaScript. */
export interface Context {
  readonly linker: Linker;
  /** The value of an expression; of a record, its address. */
  value(e: Expression): string;
  /** The expression for what it does. */
  effect(e: Expression): string;
  /** True or false. */
  test(e: Expression): string;
  /** The address of an lvalue, or of a record. */
  address(e: Expression): string;
  statement(s: Statement): string;
  /** A JavaScript variable of the function. */
  temporary(): string;
  /** The address of room in the function's frame. */
  room(size: number, align: number): string;
  /** The name or address of a variable. */
  variable(variable: Variable): string;
  /** The cell of a function that is called by its name. */
  cell(entity: Entity): string;
  /** The name of an address that is known when the program is linked. */
  constantAddress(address: number): string;
  /** The code of a value, as one that records it where what stands at the span is to be recorded. */
  noted(span: Span | undefined, type: CType, code: string): string;
  /** The code of a value that a function returns. */
  returned(code: string): string;
  /** Counts a run of what stands at `place`: an expression. */
  count(place: number): string;
  /** What is translated meanwhile runs many times: it is counted in variables, which are quicker. */
  loop<T>(translate: () => T): T;
  /** An expression that stops the run. */
  stop(message: string): string;
  /** The variable that holds what `previous` stands for. */
  readonly previous: Map<Expression, string>;
  /** Unique in the function. */
  unique(): number;
  /** The extra arguments of a variadic function. */
  readonly extraArguments: string;
  /** Uses the frame in a way that is known only when it runs. */
  readonly returns: CType;
}

/** Something in C that the translation does not do: what is reached of it stops the run. */
export class Unsupported extends Error {}
