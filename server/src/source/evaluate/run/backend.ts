import type { Translated } from '../translate/function.ts';
import type { Cell, Runtime } from './runtime.ts';

interface Own {
  readonly cells: readonly Cell[];
  readonly counts: Float64Array;
  readonly info: unknown;
}

/**
 * Makes translated code run: the one place that does, to be replaced where `Function` is not allowed. The code can name its
 * parameters, which are the runtime and its own, and the language's Math, BigInt and Number.
 */
export function compile(translated: Translated, runtime: Runtime, own: Own): Cell['run'] {
  const names = [...Object.keys(runtime), 'cells', 'counts', 'info', 'messages'];
  const values = [...Object.values(runtime), own.cells, own.counts, own.info, translated.messages];
  const make = new Function(...names, translated.code);
  return make(...values) as Cell['run'];
}
