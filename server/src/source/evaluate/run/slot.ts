import type { Value } from '../parse/ast.ts';
import type { Translated } from '../translate/function.ts';
import type { Host, HostFunction } from './host.ts';
import type { Cell, FunctionInfo, Run } from './runtime.ts';

/** A function that can be run, with its counters; programs in which it is the same share it. */
export interface Instance {
  readonly translated: Translated;
  readonly cells: readonly Cell[];
  readonly counts: Uint32Array;
  readonly info: FunctionInfo;
  readonly run: Run;
}

/** A host function as C calls it: for the engine one function, whichever run's it is. */
export class HostCall {
  private function: HostFunction = () => 0;
  private host: Host | undefined;
  private isWide = false;

  /** Takes the function of a run; `isWide`: its prototype gives 64 or 128 bits. */
  set(host: Host, run: HostFunction, isWide: boolean): Run {
    this.host = host;
    this.function = run;
    this.isWide = isWide;
    return this.run;
  }

  private readonly run = (...args: readonly Value[]): Value => {
    if (!this.host) return 0;
    const value = this.function(this.host, ...args);
    const number = value === true ? 1 : value === false || value === undefined ? 0 : value;
    return this.isWide ? BigInt(number) : Number(number);
  };
}

/** Before and After, and what was before them. */
const MAX_INSTANCES = 4;

/** The cell of a key in a room, and what has run in it. */
export class Slot implements Cell {
  run: Run | undefined;
  private readonly instances: Instance[] = [];
  private hostCall: HostCall | undefined;

  /** Something has run in it: callers expect to find it linked. */
  get isUsed(): boolean {
    return this.hostCall !== undefined || this.instances.length > 0;
  }

  get host(): HostCall {
    this.hostCall ??= new HostCall();
    return this.hostCall;
  }

  find(translated: Translated, cells: readonly Cell[]): Instance | undefined {
    return this.instances.find(
      (known) =>
        known.translated.code === translated.code &&
        isSame(known.cells, cells) &&
        isSame(known.translated.addresses, translated.addresses) &&
        isSame(known.translated.messages, translated.messages),
    );
  }

  add(instance: Instance): Instance {
    this.instances.unshift(instance);
    this.instances.length = Math.min(this.instances.length, MAX_INSTANCES);
    return instance;
  }
}

const isSame = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);
