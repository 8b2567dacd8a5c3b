import type { Value } from '../parse/ast.ts';
import type { CType } from '../parse/types.ts';
import type { Heap } from './heap.ts';
import type { Memory } from './memory.ts';
import type { Structs } from './structs.ts';

/** What a host function may use of the program. */
export interface Host {
  readonly memory: Memory;
  readonly heap: Heap;
  /** What the program printed. */
  readonly output: string[];
  callPointer(pointer: number, ...args: readonly Value[]): Value;
  newString(text: string): number;
  /** The name of the function that a pointer points to. */
  functionAt(pointer: number): string | undefined;
  /** A member of a struct of the tree, by the struct's typedef or tag and the path of the member. */
  readField(record: number, type: string, path: string): Value;
  writeField(record: number, type: string, path: string, value: Value): void;
  readonly structs: Structs;
  /** The arguments that a va_list has left. */
  argumentsOf(list: number): readonly Value[];
}

/** A function that C calls by its name. It takes numbers and bigints as the prototype in C says. */
export type HostFunction = (host: Host, ...args: readonly Value[]) => Value | boolean | undefined;

/** The functions and data that stand for what a tree takes from elsewhere. */
export interface HostTable {
  find(name: string): HostFunction | undefined;
  /** Bytes of an external object that is there, zeroed, though no unit defines it; undefined: it is not there. */
  dataSize(name: string, type: CType): number | undefined;
}

/** Tables of functions, the first that has a name wins. */
export const hostTable = (
  tables: readonly Readonly<Record<string, HostFunction>>[],
  data: Readonly<Record<string, number>> = {},
): HostTable => ({
  find: (name) => tables.find((table) => Object.hasOwn(table, name))?.[name],
  dataSize: (name) => (Object.hasOwn(data, name) ? data[name] : undefined),
});
