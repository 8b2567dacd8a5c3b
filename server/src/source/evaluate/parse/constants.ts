import { cast } from './build.ts';
import { CError } from './cursor.ts';
import type { Parser } from './parser.ts';
import { LONG } from './types.ts';

/** A whole number that is known when the text is read. */
export function readConstant(p: Parser): bigint {
  const place = p.cursor.place;
  const value = cast(p.conditional(), LONG);
  if (value.kind !== 'constant') throw new CError('a constant is expected', place);
  return BigInt(value.value);
}
