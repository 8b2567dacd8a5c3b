import type { Token } from '../preprocess/token.ts';
import type { BitField, CType, FunctionType, IntType } from './types.ts';

/** A value in JavaScript: number up to 32 bits, for pointers and floating point; bigint for 64 and 128 bits. */
export type Value = number | bigint;

/** A variable of a function. */
export interface Variable {
  readonly name: string;
  type: CType;
  /** Unique in its function. */
  readonly id: number;
  /** Lives in memory: its address is taken, or it is an array or a record. */
  inMemory: boolean;
}

/** A name with linkage, or a static local, of one unit. */
export interface Entity {
  readonly name: string;
  /** Unique in a program, and the same in another that has the same. */
  readonly key: string;
  /** Units that name it mean the same: the linker takes the one that is defined. */
  readonly isExternal: boolean;
  type: CType;
  definition: Definition | undefined;
}

/** Parsed when it is first needed, and then kept. */
export type Definition = FunctionDefinition | DataDefinition;

export interface FunctionDefinition {
  readonly kind: 'function';
  readonly place: number;
  parse(): FunctionBody;
}

export interface DataDefinition {
  readonly kind: 'data';
  readonly place: number;
  /** undefined: all zero. */
  readonly parse: (() => Initials) | undefined;
}

export interface Initials {
  readonly initials: readonly Initial[];
  /** What could not be understood in them. */
  readonly problems: readonly ParseProblem[];
}

export interface ParseProblem {
  readonly place: number;
  readonly message: string;
}

export interface FunctionBody {
  readonly name: string;
  readonly place: number;
  readonly type: FunctionType;
  readonly parameters: readonly Variable[];
  /** Everything that is declared in it, parameters included. */
  readonly variables: readonly Variable[];
  readonly body: Block;
  /** What spans are of. */
  readonly tokens: readonly Token[];
  /** What could not be understood in it. */
  readonly problems: readonly ParseProblem[];
}

/** One scalar or record of an initialiser, at its offset in the object. */
export interface Initial {
  readonly offset: number;
  readonly type: CType;
  readonly bits: BitField | undefined;
  readonly value: Expression;
}

/** Tokens of the function's text, from the first up to the second index. */
export type Span = readonly [from: number, to: number];

interface Typed {
  readonly type: CType;
  readonly place: number;
  /** What it was read from, where it stands in a function; a constant has none. */
  span?: Span;
}

export type Operator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '<<' | '>>';
export type Comparison = '==' | '!=' | '<' | '>' | '<=' | '>=';

export type Expression = Typed &
  (
    | { readonly kind: 'constant'; readonly value: Value }
    | { readonly kind: 'string'; readonly bytes: readonly number[] }
    | { readonly kind: 'local'; readonly variable: Variable }
    | { readonly kind: 'global'; readonly entity: Entity }
    /** `*pointer`: type is what it points to. */
    | { readonly kind: 'deref'; readonly pointer: Expression }
    | {
        readonly kind: 'member';
        readonly record: Expression;
        readonly offset: number;
        readonly bits: BitField | undefined;
      }
    | { readonly kind: 'address'; readonly of: Expression }
    /** Both operands have the type of the result, but the count of a shift. */
    | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
    /** Both operands have one type; the result is an int. */
    | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
    | {
        readonly kind: 'logical';
        readonly operator: '&&' | '||';
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'negate' | 'complement'; readonly operand: Expression }
    /** pointer + index * scale, in bytes. */
    | { readonly kind: 'offset'; readonly pointer: Expression; readonly index: Expression; readonly scale: number }
    | { readonly kind: 'difference'; readonly left: Expression; readonly right: Expression; readonly scale: number }
    | { readonly kind: 'assign'; readonly target: Expression; readonly value: Expression }
    /** `target op= value` by way of `compute`, whose operand `previous` is the old value; the result is the new or the old. */
    | {
        readonly kind: 'update';
        readonly target: Expression;
        readonly previous: Expression & { readonly kind: 'previous' };
        readonly compute: Expression;
        readonly gives: 'new' | 'old';
      }
    | { readonly kind: 'previous' }
    | {
        readonly kind: 'conditional';
        readonly condition: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
    | { readonly kind: 'comma'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'cast'; readonly operand: Expression }
    | {
        readonly kind: 'call';
        readonly callee: Expression;
        readonly args: readonly Expression[];
        readonly signature: FunctionType;
      }
    /** A compound literal: the variable, set anew each time. */
    | { readonly kind: 'literal'; readonly variable: Variable; readonly initials: readonly Initial[] }
    | { readonly kind: 'statements'; readonly block: Block }
    | { readonly kind: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
    | { readonly kind: 'va_arg'; readonly list: Expression }
    /** What could not be understood: stops the run where it is reached. */
    | { readonly kind: 'stop'; readonly message: string }
  );

export interface Block {
  readonly kind: 'block';
  readonly place: number;
  readonly items: readonly Statement[];
}

export type Statement =
  | Block
  | { readonly kind: 'expression'; readonly place: number; readonly expression: Expression }
  | {
      readonly kind: 'declaration';
      readonly place: number;
      readonly variable: Variable;
      /** undefined: not initialised. */
      readonly initials: readonly Initial[] | undefined;
      /** The cleanup attribute: a function that gets the variable's address when it goes out of scope. */
      readonly cleanup: Expression | undefined;
      /** Elements of an array whose length is not constant: the variable is a pointer to them. */
      readonly count: Expression | undefined;
      /** The variable's name. */
      readonly span: Span | undefined;
    }
  | {
      readonly kind: 'if';
      readonly place: number;
      readonly condition: Expression;
      readonly yes: Statement;
      readonly no: Statement | undefined;
    }
  | { readonly kind: 'while'; readonly place: number; readonly condition: Expression; readonly body: Statement }
  | { readonly kind: 'do'; readonly place: number; readonly condition: Expression; readonly body: Statement }
  | {
      readonly kind: 'for';
      readonly place: number;
      readonly first: readonly Statement[];
      readonly condition: Expression | undefined;
      readonly step: Expression | undefined;
      readonly body: Statement;
    }
  | {
      readonly kind: 'switch';
      readonly place: number;
      readonly value: Expression & { readonly type: IntType };
      readonly body: Statement;
    }
  /** `from` to `to`, both included (GNU case ranges); undefined is `default`. */
  | {
      readonly kind: 'case';
      readonly place: number;
      readonly range: { readonly from: bigint; readonly to: bigint } | undefined;
    }
  | { readonly kind: 'label'; readonly place: number; readonly name: string }
  | { readonly kind: 'goto'; readonly place: number; readonly name: string }
  | { readonly kind: 'break' | 'continue'; readonly place: number }
  /** Records a value, for who asked for it. */
  | { readonly kind: 'record'; readonly place: number; readonly id: number; readonly expression: Expression }
  | { readonly kind: 'return'; readonly place: number; readonly value: Expression | undefined };
