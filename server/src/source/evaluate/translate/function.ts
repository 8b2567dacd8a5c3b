import type { Entity, Expression, FunctionBody, Initial, Span, Statement, Variable } from '../parse/ast.ts';
import { alignOf, type CType, isScalar, sizeOf, VOID } from '../parse/types.ts';
import { spell, type Token } from '../preprocess/token.ts';
import { type Context, type Linker, Unsupported } from './context.ts';
import { translateAddress, translateEffect, translateTest, translateValue } from './expressions.ts';
import { stores } from './initialise.ts';
import { store } from './memory-access.ts';
import { StatementTranslator } from './statements.ts';

/** A function in JavaScript, and what its code names. */
export interface Translated {
  /**
   * The body of a function of the runtime's names, `cells`, `addresses`, `counts` (a counter for each of `places`), `info`
   * and `messages`. It names nothing else: every name in it was made here, and no text of the C is in it but numbers. It is
   * the same in every program in which the function and what it uses are: places and addresses are not in it.
   */
  readonly code: string;
  readonly cells: readonly Entity[];
  /** Of static data, strings and pointers to functions. */
  readonly addresses: readonly number[];
  readonly places: readonly number[];
  readonly messages: readonly string[];
  /** What is recorded: `notes` has the number of each. */
  readonly notes: readonly Note[];
}

/** An expression whose values are recorded: the places of its first and last token, and how it is written. */
export interface Note {
  readonly place: number;
  readonly last: number;
  readonly text: string;
  readonly type: CType;
}

/** Translates a function. */
export function translateFunction(body: FunctionBody, linker: Linker): Translated {
  return new FunctionTranslator(linker, body.type.returns, body.tokens).translate(body);
}

/** Translates the initialiser of an object that is at `address`, where all is zero. */
export function translateData(address: number, initials: readonly Initial[], linker: Linker): Translated {
  const translator = new FunctionTranslator(linker, VOID, []);
  return translator.finish('', `${stores(translator, translator.constantAddress(address), initials).join(';')};`);
}

class FunctionTranslator implements Context {
  readonly linker: Linker;
  readonly returns: CType;
  readonly previous = new Map<Expression, string>();
  readonly extraArguments = 'extra';
  private readonly statements = new StatementTranslator(this);
  private readonly places: number[] = [];
  private readonly cells = new Map<Entity, string>();
  private readonly addresses = new Map<number, string>();
  private readonly messages: string[] = [];
  private readonly tokens: readonly Token[];
  private readonly notes: Note[] = [];
  /** Counters that are variables, by place: those in loops. */
  private readonly own: number[] = [];
  private loops = 0;
  private readonly temporaries: string[] = [];
  private readonly slots = new Map<Variable, number>();
  private frame = 0;
  private ids = 0;

  constructor(linker: Linker, returns: CType, tokens: readonly Token[]) {
    this.linker = linker;
    this.returns = returns;
    this.tokens = tokens;
  }

  translate({ parameters, variables, body, type, place }: FunctionBody): Translated {
    const names: string[] = type.returns.kind === 'record' ? ['result'] : [];
    let setup = `${this.count(place)};`;
    for (const parameter of parameters) {
      if (!parameter.inMemory) {
        names.push(this.variable(parameter));
        continue;
      }
      const given = `p${parameter.id}`;
      names.push(given);
      const at = this.variable(parameter);
      const { type: own } = parameter;
      setup += own.kind === 'record' ? `$copy(${at},${given},${sizeOf(own)});` : `${store(own, at, undefined, given)};`;
    }
    if (this.linker.isTraced) setup = `$enter(info,[${names.filter((name) => name !== 'result').join(',')}]);${setup}`;
    if (type.variadic || type.unspecified) names.push('...extra');
    const code = setup + this.statements.translate(body);
    const isParameter = new Set(parameters);
    const locals = variables.filter((variable) => !variable.inMemory && !isParameter.has(variable));
    // A function that ends without a value gives what its caller may not look at: zero, of the right kind.
    const end = type.returns.kind === 'int' && type.returns.size > 4 ? 'return 0n;' : 'return 0;';
    return this.finish(names.join(','), `${declare(locals.map((variable) => this.variable(variable)))}${code}${end}`);
  }

  finish(parameters: string, code: string): Translated {
    const size = Math.ceil(this.frame / 16) * 16;
    const frame = size ? `const sp=$state[0]-${size};if(sp<$stackEnd)$tooDeep();` : '';
    const counters = declare(this.own.map((i) => `n${i}`));
    const begin = `let at=0;${declare(this.temporaries)}${counters}`;
    const fail = 'catch(error){throw $trace(error,info,at);}';
    const enter = `if(depth>$maxDepth)$tooDeep();if(--$state[1]<0)$endless();${frame}${size ? '$state[0]=sp;' : ''}`;
    const traced = this.linker.isTraced ? '$leave(info);' : '';
    const leave = `finally{$state[0]=fp;$state[2]=depth;${this.add()}${traced}}`;
    // What neither calls nor turns leaves the stack and the steps as they are.
    const whole =
      LEAVES_ALONE.test(code) && !this.linker.isTraced
        ? `try{${frame}${code}}${fail}`
        : `const depth=$state[2],fp=$state[0];$state[2]=depth+1;try{${enter}${code}}${fail}${leave}`;
    const cells = [...this.cells.values()].map((name, i) => `const ${name}=cells[${i}];`).join('');
    const addresses = [...this.addresses.values()].map((name, i) => `const ${name}=addresses[${i}];`).join('');
    return {
      code: `"use strict";${cells}${addresses}return (function(${parameters}){${begin}${whole}});`,
      cells: [...this.cells.keys()],
      addresses: [...this.addresses.keys()],
      places: this.places,
      messages: this.messages,
      notes: this.notes,
    };
  }

  value = (e: Expression): string => translateValue(this, e);
  effect = (e: Expression): string => translateEffect(this, e);
  test = (e: Expression): string => translateTest(this, e);
  address = (e: Expression): string => translateAddress(this, e);
  statement = (s: Statement): string => this.statements.inner(s);

  temporary(): string {
    const name = `t${this.temporaries.length}`;
    this.temporaries.push(name);
    return name;
  }

  room(size: number, align: number): string {
    return `(sp+${this.slot(size, align)})`;
  }

  variable(variable: Variable): string {
    if (!variable.inMemory) return `v${variable.id}`;
    let slot = this.slots.get(variable);
    if (slot === undefined) {
      slot = this.slot(sizeOf(variable.type), alignOf(variable.type));
      this.slots.set(variable, slot);
    }
    return `(sp+${slot})`;
  }

  cell(entity: Entity): string {
    const known = this.cells.get(entity);
    if (known !== undefined) return known;
    const made = `f${this.cells.size}`;
    this.cells.set(entity, made);
    return made;
  }

  constantAddress(address: number): string {
    const known = this.addresses.get(address);
    if (known !== undefined) return known;
    const made = `a${this.addresses.size}`;
    this.addresses.set(address, made);
    return made;
  }

  noted(span: Span | undefined, type: CType, code: string): string {
    const [from, to] = span ?? [0, 0];
    const [first, last] = [this.tokens[from], this.tokens[to - 1]];
    if (!first || !last || !isScalar(type) || !this.linker.isRecorded(first.place)) return code;
    const text = spell(this.tokens.slice(from, to));
    this.notes.push({ place: first.place, last: last.place, text, type });
    return `$noted(notes[${this.notes.length - 1}],${code})`;
  }

  count(place: number): string {
    const i = this.places.length;
    this.places.push(place);
    const line = this.linker.isTraced ? `,$line(info,${i})` : '';
    if (this.loops === 0) return line ? `(counts[at=${i}]++${line})` : `counts[at=${i}]++`;
    this.own.push(i);
    return `(at=${i},n${i}++${line})`;
  }

  returned(code: string): string {
    return this.linker.isTraced ? `$returns(info,${code})` : code;
  }

  loop<T>(translate: () => T): T {
    this.loops++;
    try {
      return translate();
    } finally {
      this.loops--;
    }
  }

  /** Adds the counters that are variables to the others. */
  private add(): string {
    return this.own.map((i) => `counts[${i}]+=n${i};`).join('');
  }

  stop(message: string): string {
    this.messages.push(message);
    return `$notUnderstood(messages[${this.messages.length - 1}])`;
  }

  unique(): number {
    return this.ids++;
  }

  private slot(size: number, align: number): number {
    const at = Math.ceil(this.frame / align) * align;
    this.frame = at + Math.max(size, 1);
    if (this.frame > MAX_FRAME) throw new Unsupported('a function has more variables than the stack has room for');
    return at;
  }
}

/** No call, no loop, no array whose length is not constant. */
const LEAVES_ALONE = /^(?!.*\$(?:link|function|endless|reserve)\()/;

const MAX_FRAME = 1 << 20;

const declare = (names: readonly string[]): string =>
  names.length ? `let ${names.map((n) => `${n}=0`).join(',')};` : '';
