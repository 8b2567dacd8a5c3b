import type { Program } from '../run/program.ts';

/** An Int128 of a struct: one number, or in trees that do not use the compiler's a struct of two halves. */
export function readInt128(program: Program, at: number, type: string, path: string): bigint {
  if (!program.structs.has(type, `${path}.lo`)) return BigInt(program.readField(at, type, path));
  const low = BigInt(program.readField(at, type, `${path}.lo`));
  return low | (BigInt(program.readField(at, type, `${path}.hi`)) << 64n);
}
