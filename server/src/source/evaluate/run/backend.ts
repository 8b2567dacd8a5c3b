import type { Cell, FunctionInfo, Run, Runtime } from './runtime.ts';

/** What the code of a function names besides the runtime. */
export interface Own {
  readonly cells: readonly Cell[];
  readonly addresses: readonly number[];
  readonly counts: Uint32Array;
  readonly info: FunctionInfo;
  readonly messages: readonly string[];
  /** Numbers of what is recorded. */
  readonly notes: readonly number[];
}

/** Code whose names are bound to those of one function. */
export type Compiled = (own: Own) => Run;

/**
 * Makes translated code run: the one place that does, to be replaced where `Function` is not allowed. The code can name its
 * parameters, which are the runtime and its own, and the language's Math, BigInt and Number.
 */
export function compile(code: string, runtime: Runtime): Compiled {
  const make = new Function(...Object.keys(runtime), 'cells', 'addresses', 'counts', 'info', 'messages', 'notes', code);
  const values = Object.values(runtime);
  return ({ cells, addresses, counts, info, messages, notes }) =>
    make(...values, cells, addresses, counts, info, messages, notes) as Run;
}
