import type { Entity, ParseProblem, Value } from '../parse/ast.ts';
import { CError } from '../parse/cursor.ts';
import { alignOf, type CType, type FunctionType, isIncomplete, isWide, sizeOf, typeName } from '../parse/types.ts';
import type { Unit } from '../parse/unit.ts';
import type { Place, Sources } from '../preprocess/sources.ts';
import type { Linker } from '../translate/context.ts';
import { Unsupported } from '../translate/context.ts';
import { type Translated, translateData, translateFunction } from '../translate/function.ts';
import { Counts } from './counts.ts';
import { asStop } from './failures.ts';
import { readMember, writeMember } from './fields.ts';
import type { Heap } from './heap.ts';
import type { Host, HostTable } from './host.ts';
import { linkUnits } from './link.ts';
import type { Memory } from './memory.ts';
import { Notes } from './notes.ts';
import { Recorder } from './recorder.ts';
import { CODE, CODE_END, type Room, type Tenant } from './room.ts';
import type { Cell, FunctionInfo } from './runtime.ts';
import { Statics } from './statics.ts';
import { Stop } from './stop.ts';
import { Structs } from './structs.ts';

export interface Linked {
  readonly sources: Sources;
  readonly units: readonly Unit[];
  readonly room: Room;
  /** Places whose expressions are recorded. */
  readonly recorded: ReadonlySet<number>;
}

/**
 * Linked units: functions that are translated when they are first called, static data that is made when it is first needed.
 * Runs as often as it is wanted: what is translated stays, everything else is as at the first time.
 */
export class Program implements Linker, Host, Tenant {
  readonly memory: Memory;
  readonly heap: Heap;
  /** Functions that the host has though C that was read defines them, too: the host's is taken. */
  readonly shadowed = new Set<string>();
  readonly output: string[] = [];
  readonly recorder = new Recorder();
  readonly notes = new Notes((view) => this.rootOf(view));
  /** Structs and constants of the tree, by name. */
  readonly structs: Structs;
  private readonly room: Room;
  private readonly recorded: ReadonlySet<number>;
  private readonly sources: Sources;
  private readonly units: readonly Unit[];
  private readonly externals: Map<string, Entity>;
  private hosts: HostTable | undefined;
  private readonly cells = new Map<Entity, Cell>();
  /** Cells that call a host's function, which the next run has anew. */
  private readonly hosted = new Map<Cell, Entity>();
  private readonly code: Cell[] = [];
  private readonly codeOf = new Map<Entity, number>();
  private readonly data: Statics;
  private readonly dataOf = new Map<Entity, number>();
  readonly counts: Counts;
  private stopped: Stop | undefined;

  constructor({ sources, units, room, recorded }: Linked) {
    this.recorded = recorded;
    this.sources = sources;
    this.units = units;
    this.counts = new Counts(sources);
    this.structs = new Structs(units);
    this.externals = linkUnits(units);
    this.room = room;
    this.memory = room.memory;
    this.heap = room.heap;
    this.data = new Statics(room.memory);
  }

  /**
   * Begins a run, whose number it gives: nothing has run yet, and the hosts know nothing. Ends the run that is in the room,
   * of this program or another.
   */
  begin(hosts: HostTable): number {
    const run = this.room.enter(this);
    this.hosts = hosts;
    this.stopped = undefined;
    this.output.length = 0;
    this.recorder.forget();
    this.notes.forget();
    this.shadowed.clear();
    for (const [cell, entity] of this.hosted) this.unlink(cell, entity);
    this.hosted.clear();
    this.counts.begin();
    this.data.restore();
    return run;
  }

  /** The run has not ended by another that began. */
  isRunning(run: number): boolean {
    return this.room.has(run);
  }

  /** Where static data ends. */
  get statics(): number {
    return this.data.end;
  }

  cellAt(pointer: number): Cell | undefined {
    return pointer % 16 === 0 ? this.code[(pointer - CODE) / 16] : undefined;
  }

  isStopped(): boolean {
    return this.stopped !== undefined;
  }

  isRecorded(place: number): boolean {
    return this.recorded.has(place);
  }

  note(id: number, value: Value): void {
    this.notes.note(id, value);
  }

  /** The region that keys a FlatView; 0 where it has none, or this is no view. */
  private rootOf(view: number): number {
    try {
      return this.structs.has('FlatView', 'root') ? Number(this.readField(view, 'FlatView', 'root')) : 0;
    } catch {
      return 0;
    }
  }

  record(id: number, read: () => Value): void {
    this.recorder.record(id, read);
  }

  /** The function of that name: the external one, else the first unit's that has one. */
  function(name: string): Entity | undefined {
    const external = this.externals.get(name);
    if (external?.definition?.kind === 'function') return external;
    return this.units.find(({ functions }) => functions.has(name))?.functions.get(name) ?? external;
  }

  /** Calls a function by its name. Numbers are for types of up to 32 bits and pointers, bigints beyond. */
  call(name: string, ...args: readonly Value[]): Value {
    const entity = this.function(name);
    if (!entity) throw new Stop('unknown-function', `no file that was read has a function "${name}"`);
    this.room.state[1] = this.room.limits.steps;
    return this.run(this.cellOf(entity), args);
  }

  /** Calls through a pointer, from a host function. */
  callPointer(pointer: number, ...args: readonly Value[]): Value {
    return this.run(this.room.runtime.$function(pointer), args);
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
    const external = this.externals.get(name);
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
    return this.room.runtime.$argumentsOf(list);
  }

  /** Where no unit's function has that name, the host's. */
  external(name: string, type: FunctionType): Entity {
    return this.linked({ name, isExternal: true, type, definition: undefined });
  }

  /** Counts and records from here on. */
  forgetCounts(): void {
    this.counts.forget();
    this.recorder.forget();
    this.notes.forget();
  }

  /** Of an external what the program has under its name. */
  private linked(entity: Entity): Entity {
    if (!entity.isExternal) return entity;
    const known = this.externals.get(entity.name);
    if (known) return known;
    this.externals.set(entity.name, entity);
    return entity;
  }

  private cellOf(named: Entity): Cell {
    const entity = this.linked(named);
    const known = this.cells.get(entity);
    if (known) return known;
    const cell: Cell = { run: () => undefined };
    this.unlink(cell, entity);
    this.cells.set(entity, cell);
    return cell;
  }

  /** The cell links its function when it is called. */
  private unlink(cell: Cell, entity: Entity): void {
    cell.run = (...args) => {
      cell.run = this.link(cell, entity);
      return cell.run(...args);
    };
  }

  private link(cell: Cell, entity: Entity): Cell['run'] {
    const { name, definition, type } = entity;
    const host = this.hosts?.find(name);
    if (host) {
      this.hosted.set(cell, entity);
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
      const body = definition.parse();
      return this.compiled(name, translateFunction(body, this), body.problems);
    } catch (error) {
      if (!(error instanceof CError) && !(error instanceof Unsupported)) throw error;
      const { path, line } = this.sources.place(error instanceof CError ? error.place : definition.place);
      return () => {
        throw new Stop('not-understood', `${name} cannot be run: ${error.message} (${path}:${line})`);
      };
    }
  }

  private compiled(name: string, translated: Translated, problems: readonly ParseProblem[]): Cell['run'] {
    const { addresses, places, messages } = translated;
    const notes = this.notes.add(translated.notes);
    const counts = this.counts.add(places, problems);
    const cells = translated.cells.map((entity) => this.cellOf(entity));
    return this.room.compile(translated)({ cells, addresses, counts, info: { name, places }, messages, notes });
  }

  codeAddress(named: Entity): number {
    const entity = this.linked(named);
    const known = this.codeOf.get(entity);
    if (known !== undefined) return known;
    const address = CODE + this.code.length * 16;
    if (address >= CODE_END) throw new Stop('out-of-memory', 'too many functions are pointed to');
    this.code.push(this.cellOf(entity));
    this.codeOf.set(entity, address);
    return address;
  }

  dataAddress(named: Entity): number | undefined {
    const entity = this.linked(named);
    const known = this.dataOf.get(entity);
    if (known !== undefined) return known;
    const { definition, name, type } = entity;
    const zeroed = definition ? undefined : this.hosts?.dataSize(name, type);
    if (definition?.kind !== 'data' && zeroed === undefined) return undefined;
    if (zeroed === undefined && isIncomplete(type)) throw new Unsupported(`${typeName(type)} is not known`);
    const size = zeroed ?? sizeOf(type);
    const address = this.data.reserve(size, alignOf(type));
    this.dataOf.set(entity, address);
    const read = definition?.kind === 'data' ? definition.parse?.() : undefined;
    if (read?.initials.length) {
      this.compiled(name, translateData(address, read.initials, this), read.problems)();
      this.data.keep(address, size);
    }
    return address;
  }

  stringAddress(bytes: readonly number[]): number {
    return this.data.string(bytes);
  }

  /** A new string in the heap. */
  newString(text: string): number {
    const at = this.heap.allocate(text.length + 1);
    for (let i = 0; i < text.length; i++) this.memory.bytes[at + i] = text.charCodeAt(i);
    this.memory.bytes[at + text.length] = 0;
    return at;
  }

  /** Turns what was thrown into a stop, and adds the function that it passes. */
  trace(error: unknown, info: FunctionInfo, at: number): Stop {
    const stop = asStop(error);
    this.stopped ??= stop;
    if (stop.trace.length < MAX_TRACE)
      stop.trace.push({ function: info.name, place: this.place(info.places[at] ?? 0) });
    return stop;
  }

  /** The file and line of a place. */
  place(place: number): Place {
    return this.sources.place(place);
  }
}

const MAX_TRACE = 200;

/** What a host function gives, as its prototype has it. */
function asValue(value: Value | boolean | undefined, type: CType | FunctionType): Value {
  const number = value === true ? 1 : value === false || value === undefined ? 0 : value;
  return isWide(type) ? BigInt(number) : Number(number);
}
