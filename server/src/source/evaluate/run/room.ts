import type { Translated } from '../translate/function.ts';
import { Addresses } from './addresses.ts';
import { type Compiled, compile } from './backend.ts';
import { createHeap, type Heap } from './heap.ts';
import { CODE_END, STACK, STATICS_END } from './map.ts';
import { createMemory, type Memory } from './memory.ts';
import { type ArgumentList, createRuntime, type Hooks, type Limits, type Runtime, type State } from './runtime.ts';
import { Slot } from './slot.ts';

/** What the program that runs in a room tells its runtime. */
export interface Tenant extends Pick<Hooks, 'cellAt' | 'link' | 'trace' | 'isStopped' | 'record' | 'note' | 'tracing'> {
  /** Where its static data ends. */
  readonly end: number;
}

/** Compiled code that is kept: about that of ten cores. */
const MAX_COMPILED = 5000;

/**
 * Where programs run, one at a time: memory and runtime; cells and addresses by key and code by its text, so that what the
 * engine learned of a function in one program serves the next that has the same.
 */
export class Room {
  readonly limits: Limits;
  readonly memory: Memory;
  readonly heap: Heap;
  readonly state: State = new Int32Array(3);
  readonly runtime: Runtime;
  private readonly code = new Map<string, Compiled>();
  private readonly slots = new Map<string, Slot>();
  private last = new Addresses();
  private readonly argumentLists: ArgumentList[] = [];
  private tenant: Tenant | undefined;
  private runs = 0;

  constructor(limits: Limits) {
    this.limits = limits;
    this.memory = createMemory(limits.memory);
    this.heap = createHeap(this.memory, STATICS_END, limits.memory);
    this.runtime = createRuntime({
      argumentLists: this.argumentLists,
      memory: this.memory,
      state: this.state,
      limits,
      stackEnd: CODE_END,
      cellAt: (pointer) => this.tenant?.cellAt(pointer),
      link: (cell) => (this.tenant ? this.tenant.link(cell) : () => undefined),
      trace: (error, info, at) => this.tenant?.trace(error, info, at),
      isStopped: () => this.tenant?.isStopped() ?? false,
      record: (id, read) => this.tenant?.record(id, read),
      note: (id, value) => this.tenant?.note(id, value),
      tracing: {
        enter: (info, args) => this.tenant?.tracing.enter(info, args),
        line: (info, at) => this.tenant?.tracing.line(info, at),
        leave: (info) => this.tenant?.tracing.leave(info),
        returns: (info, value) => this.tenant?.tracing.returns(info, value),
      },
    });
  }

  /** Ends the run that is here, and begins another, whose number it gives: all memory is zero. */
  enter(tenant: Tenant): number {
    const last = this.tenant;
    if (last) this.memory.bytes.fill(0, CODE_END, last.end);
    this.heap.reset();
    this.argumentLists.length = 0;
    this.state.fill(0);
    this.state[0] = STACK;
    this.tenant = tenant;
    return ++this.runs;
  }

  /** The run has not ended by another that began. */
  has(run: number): boolean {
    return this.runs === run;
  }

  /** For a new program. */
  addresses(): Addresses {
    if (!this.last.isRoomy) this.last = new Addresses();
    return this.last;
  }

  slot(key: string): Slot {
    const known = this.slots.get(key);
    if (known) return known;
    const made = new Slot();
    this.slots.set(key, made);
    return made;
  }

  compile({ code }: Translated): Compiled {
    const known = this.code.get(code);
    if (known) return known;
    if (this.code.size >= MAX_COMPILED) this.code.clear();
    const made = compile(code, this.runtime);
    this.code.set(code, made);
    return made;
  }
}
