import type { Memory } from './memory.ts';
import { Stop } from './stop.ts';

export type Run = (...args: never[]) => unknown;

/** A function of the program: linked when it is first called. */
export interface Cell {
  run: Run | undefined;
}

/** What bounds a run. */
export interface Limits {
  /** Turns of loops and calls of functions. */
  readonly steps: number;
  /** Calls that are open at once. */
  readonly depth: number;
  /** Bytes of all memory. */
  readonly memory: number;
}

export const DEFAULT_LIMITS: Limits = { steps: 200_000_000, depth: 1500, memory: 256 << 20 };

/** [stack pointer, steps left, depth]: in an array of integers, so that translated code changes them quickly. */
export type State = Int32Array;

/** What a trace names of a function. */
export interface FunctionInfo {
  readonly name: string;
  /** Those of the program that runs. */
  places: readonly number[];
}

export interface ArgumentList {
  readonly values: readonly (number | bigint)[];
  next: number;
}

/** What the runtime needs of the program. */
export interface Hooks {
  /** What va_list stands for, by number. */
  readonly argumentLists: ArgumentList[];
  readonly memory: Memory;
  readonly state: State;
  readonly limits: Limits;
  readonly stackEnd: number;
  cellAt(pointer: number): Cell | undefined;
  link(cell: Cell): Run;
  trace(error: unknown, info: FunctionInfo, at: number): unknown;
  isStopped(): boolean;
  record(id: number, read: () => number | bigint): void;
  note(id: number, value: number | bigint): void;
  readonly tracing: Tracing;
}

/** What traced code tells, as it runs. */
export interface Tracing {
  enter(info: FunctionInfo, args: readonly (number | bigint)[]): void;
  line(info: FunctionInfo, at: number): void;
  leave(info: FunctionInfo): void;
  returns(info: FunctionInfo, value: number | bigint): void;
}

const zeroDivisor = (): never => {
  throw new Stop('division-by-zero', 'a number is divided by zero');
};

const swap = (value: bigint, bytes: number): bigint => {
  let result = 0n;
  for (let i = 0; i < bytes; i++) result = (result << 8n) | ((value >> BigInt(8 * i)) & 0xffn);
  return result;
};

const ones = (value: bigint): number => {
  let count = 0;
  for (let rest = value; rest !== 0n; rest &= rest - 1n) count++;
  return count;
};

const leading64 = (v: bigint): number =>
  v >> 32n ? Math.clz32(Number(v >> 32n)) : 32 + Math.clz32(Number(BigInt.asUintN(32, v)));

const trailing32 = (v: number): number => 31 - Math.clz32(v & -v);

/** Everything that translated code can name, but for what is its own. The names all start with `$`. */
export function createRuntime(hooks: Hooks) {
  const { argumentLists, memory, state, limits, stackEnd, cellAt, link, trace, isStopped, record, note, tracing } =
    hooks;
  const { range, bytes: _bytes, size: _size, text: _text, words: _words, fill, copy, copy4, ...accesses } = memory;
  const access = Object.fromEntries(Object.entries(accesses).map(([name, run]) => [`$${name}`, run]));
  return {
    ...access,
    $state: state,
    $stackEnd: stackEnd,
    $maxDepth: limits.depth,
    $copy: copy,
    $copy4: copy4,
    $zero: (at: number, length: number): number => fill(at, 0, length),
    $reserve: (length: number): number => {
      const at = Math.floor(((state[0] ?? 0) - Math.max(length, 0)) / 16) * 16;
      if (!(at >= stackEnd)) throw new Stop('too-deep', 'the stack is used up');
      state[0] = at;
      return at;
    },
    $unsigned: (pointer: number): number => (pointer < 0 ? pointer + 2 ** 64 : pointer),
    $truncate: (value: number): bigint => (Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n),
    $divide: (a: number, b: number): number => (b === 0 ? zeroDivisor() : a / b),
    $remainder: (a: number, b: number): number => (b === 0 ? zeroDivisor() : a % b),
    $divideWide: (a: bigint, b: bigint): bigint => (b === 0n ? zeroDivisor() : a / b),
    $remainderWide: (a: bigint, b: bigint): bigint => (b === 0n ? zeroDivisor() : a % b),
    $leadingZeros32: (v: number): number => Math.clz32(v),
    $leadingZeros64: leading64,
    $trailingZeros32: trailing32,
    $trailingZeros64: (v: bigint): number => 63 - leading64(BigInt.asUintN(64, v & -v)),
    $ones32: (v: number): number => ones(BigInt(v)),
    $ones64: ones,
    $swap16: (v: number): number => ((v & 0xff) << 8) | ((v >> 8) & 0xff),
    $swap32: (v: number): number => Number(swap(BigInt(v), 4)),
    $swap64: (v: bigint): bigint => swap(v, 8),
    $startArguments: (list: number, values: readonly (number | bigint)[]): void => {
      argumentLists.push({ values, next: 0 });
      range(list, 24);
      memory.storeU32(list, argumentLists.length);
    },
    $nextArgument: (list: number): number | bigint => {
      const known = argumentLists[memory.loadU32(list) - 1];
      const value = known?.values[known.next++];
      if (value === undefined) throw new Stop('wild-access', 'va_arg takes more arguments than were given');
      return value;
    },
    /** The extra arguments that a va_list has left. */
    $argumentsOf: (list: number): readonly (number | bigint)[] => {
      const known = argumentLists[memory.loadU32(list) - 1];
      return known ? known.values.slice(known.next) : [];
    },
    $link: link,
    $function: (pointer: number): Run => {
      const cell = cellAt(pointer);
      if (cell) return cell.run ?? link(cell);
      throw pointer === 0
        ? new Stop('wild-call', 'NULL is called as a function')
        : new Stop('wild-call', `what is no function is called (address 0x${Math.abs(pointer).toString(16)})`);
    },
    $endless: (): never => {
      throw new Stop('endless', `more than ${limits.steps} steps: the run would not end`);
    },
    $tooDeep: (): never => {
      throw new Stop('too-deep', 'functions call each other without end');
    },
    $notUnderstood: (message: string): never => {
      throw new Stop('not-understood', message);
    },
    $trace: trace,
    $stopped: isStopped,
    $record: record,
    $enter: (info: FunctionInfo, args: readonly (number | bigint)[]): void => tracing.enter(info, args),
    $line: (info: FunctionInfo, at: number): void => tracing.line(info, at),
    $leave: (info: FunctionInfo): void => tracing.leave(info),
    $returns: <T extends number | bigint>(info: FunctionInfo, value: T): T => {
      tracing.returns(info, value);
      return value;
    },
    $noted: <T extends number | bigint>(id: number, value: T): T => {
      note(id, value);
      return value;
    },
  };
}

export type Runtime = ReturnType<typeof createRuntime>;
