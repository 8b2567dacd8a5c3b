import type { Entity, Value } from '../parse/ast.ts';
import { CError } from '../parse/cursor.ts';
import type { Linkage } from '../parse/linkage.ts';
import { alignOf, type CType, type FunctionType, isIncomplete, isWide, sizeOf, typeName } from '../parse/types.ts';
import type { Unit } from '../parse/unit.ts';
import type { Place, Sources } from '../preprocess/sources.ts';
import type { Linker } from '../translate/context.ts';
import { Unsupported } from '../translate/context.ts';
import { type Translated, translateData, translateFunction } from '../translate/function.ts';
import { compile } from './backend.ts';
import { asStop } from './failures.ts';
import { readMember, writeMember } from './fields.ts';
import { createHeap, type Heap } from './heap.ts';
import type { Host, HostTable } from './host.ts';
import { createMemory, type Memory } from './memory.ts';
import { Recorder } from './recorder.ts';
import { type Cell, createRuntime, type Limits, type Runtime } from './runtime.ts';
import { Stop } from './stop.ts';
import { Structs } from './structs.ts';

const CODE = 0x1000;
const CODE_END = 0x10_0000;
const STACK_END = CODE_END;
const STACK = 0x50_0000;
const STATICS_END = 0x200_0000;

export const DEFAULT_LIMITS: Limits = { steps: 200_000_000, depth: 1500, memory: 256 << 20 };

/** Counters of a function that has been translated, by place. */
interface Counted {
  readonly places: readonly number[];
  readonly counts: Float64Array;
}

export interface Linked {
  readonly linkage: Linkage;
  readonly sources: Sources;
  readonly units: readonly Unit[];
  readonly hosts: HostTable;
  readonly limits: Limits;
}

/** Linked units, ready to run: memory, functions that are translated when they are first called, counters. */
export class Program implements Linker, Host {
  readonly memory: Memory;
  readonly heap: Heap;
  readonly linkage: Linkage;
  /** Functions that the host has though C that was read defines them, too: the host's is taken. */
  readonly shadowed = new Set<string>();
  readonly output: string[] = [];
  readonly recorder = new Recorder();
  /** Structs and constants of the tree, by name. */
  readonly structs: Structs;
  private readonly runtime: Runtime;
  private readonly sources: Sources;
  private readonly units: readonly Unit[];
  private readonly hosts: HostTable;
  private readonly state = new Float64Array(4);
  private readonly cells = new Map<Entity, Cell>();
  private readonly code: Cell[] = [];
  private readonly codeOf = new Map<Entity, number>();
  private readonly data = new Map<Entity, number>();
  private readonly strings = new Map<string, number>();
  private readonly counted: Counted[] = [];
  private readonly steps: number;
  private statics = STACK;
  private stopped: Stop | undefined;

  constructor({ linkage, sources, units, hosts, limits }: Linked) {
    this.linkage = linkage;
    this.sources = sources;
    this.units = units;
    this.structs = new Structs(units);
    this.hosts = hosts;
    this.memory = createMemory(limits.memory);
    this.heap = createHeap(this.memory, STATICS_END, limits.memory);
    this.steps = limits.steps;
    this.state[0] = STACK;
    this.runtime = createRuntime({
      memory: this.memory,
      state: this.state,
      limits,
      stackEnd: STACK_END,
      cellAt: (pointer) => (pointer % 16 === 0 ? this.code[(pointer - CODE) / 16] : undefined),
      trace: (error, info, at) => this.trace(error, info as Translated & { readonly name: string }, at),
      isStopped: () => this.stopped !== undefined,
      record: (id, read) => this.recorder.record(id, read),
    });
  }

  /** The function of that name: the external one, else the first unit's that has one. */
  function(name: string): Entity | undefined {
    const external = this.linkage.find(name);
    if (external?.definition?.kind === 'function') return external;
    return this.units.find(({ functions }) => functions.has(name))?.functions.get(name) ?? external;
  }

  /** Calls a function by its name. Numbers are for types of up to 32 bits and pointers, bigints beyond. */
  call(name: string, ...args: readonly Value[]): Value {
    const entity = this.function(name);
    if (!entity) throw new Stop('unknown-function', `no file that was read has a function "${name}"`);
    this.state[1] = this.steps;
    return this.run(this.cellOf(entity), args);
  }

  /** Calls through a pointer, from a host function. */
  callPointer(pointer: number, ...args: readonly Value[]): Value {
    return this.run(this.runtime.$function(pointer), args);
  }

  private run(cell: Cell, args: readonly Value[]): Value {
    const result = cell.run(...(args as never[]));
    return typeof result === 'bigint' || typeof result === 'number' ? result : 0;
  }

  /** Whether some unit defines a variable of that name in a file's scope. */
  hasData(name: string): boolean {
    return this.variable(name)?.definition?.kind === 'data';
  }

  private variable(name: string): Entity | undefined {
    const external = this.linkage.find(name);
    if (external?.definition) return external;
    for (const { scope } of this.units) {
      const binding = scope.find(name);
      if (binding?.kind === 'global' && binding.entity.definition) return binding.entity;
    }
    return external;
  }

  /** The address of a variable of a file. */
  address(name: string): number {
    const entity = this.variable(name);
    const address = entity && this.dataAddress(entity);
    if (address === undefined) throw new Stop('unknown-data', `no file that was read defines "${name}"`);
    return address;
  }

  functionAt(pointer: number): string | undefined {
    const cell = this.code[(pointer - CODE) / 16];
    return [...this.cells].find(([, other]) => other === cell)?.[0].name;
  }

  readField(record: number, type: string, path: string): Value {
    return readMember(this.memory, record, this.structs.member(type, path));
  }

  writeField(record: number, type: string, path: string, value: Value): void {
    writeMember(this.memory, record, this.structs.member(type, path), value);
  }

  argumentsOf(list: number): readonly Value[] {
    return this.runtime.$argumentsOf(list);
  }

  /** How often what stands on each line began to run, lines that never did included where their function was called. */
  hits(): Map<string, Map<number, number>> {
    const byFile = new Map<string, Map<number, number>>();
    for (const { places, counts } of this.counted) {
      places.forEach((place, i) => {
        const { path, line } = this.sources.place(place);
        const lines = byFile.get(path) ?? new Map<number, number>();
        byFile.set(path, lines);
        lines.set(line, Math.max(lines.get(line) ?? 0, counts[i] ?? 0));
      });
    }
    return byFile;
  }

  /** Counts and records from here on. */
  forgetCounts(): void {
    for (const { counts } of this.counted) counts.fill(0);
    this.recorder.forget();
  }

  cellOf(entity: Entity): Cell {
    const known = this.cells.get(entity);
    if (known) return known;
    const cell: Cell = {
      run: (...args) => {
        cell.run = this.link(entity);
        return cell.run(...args);
      },
    };
    this.cells.set(entity, cell);
    return cell;
  }

  private link(entity: Entity): Cell['run'] {
    const { name, definition, type } = entity;
    const host = this.hosts.find(name);
    if (host) {
      if (definition) this.shadowed.add(name);
      const returns = type.kind === 'function' ? type.returns : type;
      return (...args: readonly Value[]) => asValue(host(this, ...args), returns);
    }
    if (definition?.kind !== 'function') {
      return () => {
        throw new Stop('unknown-function', `"${name}" is called, which no file that was read defines`);
      };
    }
    try {
      return this.compiled(name, translateFunction(definition.parse(), this));
    } catch (error) {
      if (!(error instanceof CError) && !(error instanceof Unsupported)) throw error;
      const { path, line } = this.sources.place(error instanceof CError ? error.place : definition.place);
      return () => {
        throw new Stop('not-understood', `${name} cannot be run: ${error.message} (${path}:${line})`);
      };
    }
  }

  private compiled(name: string, translated: Translated): Cell['run'] {
    const counts = new Float64Array(translated.places.length);
    this.counted.push({ places: translated.places, counts });
    const cells = translated.cells.map((entity) => this.cellOf(entity));
    return compile(translated, this.runtime, { cells, counts, info: { ...translated, name } });
  }

  codeAddress(entity: Entity): number {
    const known = this.codeOf.get(entity);
    if (known !== undefined) return known;
    const address = CODE + this.code.length * 16;
    if (address >= CODE_END) throw new Stop('out-of-memory', 'too many functions are pointed to');
    this.code.push(this.cellOf(entity));
    this.codeOf.set(entity, address);
    return address;
  }

  dataAddress(entity: Entity): number | undefined {
    const known = this.data.get(entity);
    if (known !== undefined) return known;
    const { definition, name, type } = entity;
    const zeroed = definition ? undefined : this.hosts.dataSize(name, type);
    if (definition?.kind !== 'data' && zeroed === undefined) return undefined;
    if (zeroed === undefined && isIncomplete(type)) throw new Unsupported(`${typeName(type)} is not known`);
    const size = zeroed ?? sizeOf(type);
    const address = this.reserve(size, alignOf(type));
    this.data.set(entity, address);
    const initials = definition?.kind === 'data' ? definition.parse?.() : undefined;
    if (initials?.length) this.compiled(name, translateData(address, initials, this))();
    return address;
  }

  stringAddress(bytes: readonly number[]): number {
    const key = String.fromCharCode(...bytes);
    const known = this.strings.get(key);
    if (known !== undefined) return known;
    const address = this.reserve(bytes.length, 1);
    this.memory.bytes.set(bytes, address);
    this.strings.set(key, address);
    return address;
  }

  /** A new string in the heap. */
  newString(text: string): number {
    const at = this.heap.allocate(text.length + 1);
    for (let i = 0; i < text.length; i++) this.memory.bytes[at + i] = text.charCodeAt(i);
    this.memory.bytes[at + text.length] = 0;
    return at;
  }

  private reserve(size: number, align: number): number {
    const address = Math.ceil(this.statics / align) * align;
    if (address + size > STATICS_END) throw new Stop('out-of-memory', 'the static data of the program is too large');
    this.statics = address + size;
    return address;
  }

  /** Turns what was thrown into a stop, and adds the function that it passes. */
  private trace(error: unknown, info: Translated & { readonly name: string }, at: number): Stop {
    const stop = asStop(error);
    this.stopped ??= stop;
    if (stop.trace.length < MAX_TRACE)
      stop.trace.push({ function: info.name, place: this.place(info.places[at] ?? 0) });
    return stop;
  }

  private place(place: number): Place {
    return this.sources.place(place);
  }
}

const MAX_TRACE = 200;

/** What a host function gives, as its prototype has it. */
function asValue(value: Value | boolean | undefined, type: CType | FunctionType): Value {
  const number = value === true ? 1 : value === false || value === undefined ? 0 : value;
  return isWide(type) ? BigInt(number) : Number(number);
}
