import type { Entity, Value } from '../parse/ast.ts';
import { externalEntity } from '../parse/linkage.ts';
import { alignOf, type FunctionType, isIncomplete, sizeOf, typeName } from '../parse/types.ts';
import type { Unit } from '../parse/unit.ts';
import type { Place, Sources } from '../preprocess/sources.ts';
import type { Linker } from '../translate/context.ts';
import { Unsupported } from '../translate/context.ts';
import { translateData } from '../translate/function.ts';
import type { Addresses } from './addresses.ts';
import { Counts } from './counts.ts';
import { asStop } from './failures.ts';
import { readMember, writeMember } from './fields.ts';
import { fitted } from './fitted.ts';
import { Functions } from './functions.ts';
import type { Heap } from './heap.ts';
import type { Host, HostTable } from './host.ts';
import { Names } from './link.ts';
import type { Memory } from './memory.ts';
import { Notes } from './notes.ts';
import { Recorder } from './recorder.ts';
import type { Room, Tenant } from './room.ts';
import type { Cell, FunctionInfo, Run } from './runtime.ts';
import { Statics } from './statics.ts';
import { Stop } from './stop.ts';
import { Structs } from './structs.ts';
import { Tracer } from './tracer.ts';

export interface Linked {
  readonly sources: Sources;
  readonly units: readonly Unit[];
  readonly room: Room;
  /** Places whose expressions are recorded. */
  readonly recorded: ReadonlySet<number>;
  /** Whether the lines of functions can be followed (`tracing`): it makes them slower. */
  readonly isTraced: boolean;
}

/**
 * Linked units: functions that are translated when they are first called, static data that is made when it is first needed.
 * Runs as often as it is wanted: what is translated stays, everything else is as at the first time.
 */
export class Program implements Linker, Host, Tenant {
  readonly memory: Memory;
  readonly heap: Heap;
  readonly output: string[] = [];
  readonly recorder = new Recorder();
  readonly notes = new Notes((view) => this.rootOf(view));
  /** Structs and constants of the tree, by name. */
  readonly structs: Structs;
  private readonly room: Room;
  private readonly recorded: ReadonlySet<number>;
  readonly isTraced: boolean;
  readonly tracing = new Tracer(({ places }) => this.isOfUnit(places[0] ?? 0));
  private readonly sources: Sources;
  private readonly units: readonly Unit[];
  private readonly names: Names;
  private readonly functions: Functions;
  private hosts: HostTable | undefined;
  private readonly addresses: Addresses;
  /** By address. */
  private readonly code = new Map<number, Cell>();
  private readonly data: Statics;
  private readonly dataOf = new Map<Entity, number>();
  readonly counts: Counts;
  private stopped: Stop | undefined;

  constructor({ sources, units, room, recorded, isTraced }: Linked) {
    this.recorded = recorded;
    this.isTraced = isTraced;
    this.sources = sources;
    this.units = units;
    this.counts = new Counts(sources);
    this.structs = new Structs(units);
    this.names = new Names(units);
    this.room = room;
    this.memory = room.memory;
    this.heap = room.heap;
    this.addresses = room.addresses();
    this.data = new Statics(room.memory, this.addresses);
    this.functions = new Functions({
      program: this,
      linker: this,
      room,
      sources,
      names: this.names,
      counts: this.counts,
      notes: this.notes,
    });
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
    this.functions.begin(hosts);
    this.counts.begin();
    this.data.restore();
    return run;
  }

  /** The run has not ended by another that began. */
  isRunning(run: number): boolean {
    return this.room.has(run);
  }

  /** Where static data ends. */
  get end(): number {
    return this.addresses.end;
  }

  cellAt(pointer: number): Cell | undefined {
    return this.code.get(pointer);
  }

  link(cell: Cell): Run {
    return this.functions.link(cell);
  }

  /** Functions that the host has though C that was read defines them, too: the host's is taken. */
  get shadowed(): ReadonlySet<string> {
    return this.functions.shadowed;
  }

  isStopped(): boolean {
    return this.stopped !== undefined;
  }

  /** It stands in a unit's own file, not in a header. */
  private isOfUnit(place: number): boolean {
    return /\.c$/.test(this.place(place).path);
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
    const external = this.names.find(name);
    if (external?.definition?.kind === 'function') return external;
    return this.units.find(({ functions }) => functions.has(name))?.functions.get(name) ?? external;
  }

  /** Calls a function by its name. Numbers are for types of up to 32 bits and pointers, bigints beyond. */
  call(name: string, ...args: readonly Value[]): Value {
    const entity = this.function(name);
    if (!entity) throw new Stop('unknown-function', `no file that was read has a function "${name}"`);
    this.room.state[1] = this.room.limits.steps;
    const cell = this.functions.cellOf(entity);
    return this.run(cell.run ?? this.link(cell), fitted(name, entity.type, args));
  }

  /** Calls through a pointer, from a host function. */
  callPointer(pointer: number, ...args: readonly Value[]): Value {
    return this.run(this.room.runtime.$function(pointer), args);
  }

  private run(run: Run, args: readonly Value[]): Value {
    const result = run(...(args as never[]));
    return typeof result === 'bigint' || typeof result === 'number' ? result : 0;
  }

  private variable(name: string): Entity | undefined {
    const external = this.names.find(name);
    if (external?.definition) return external;
    for (const { scope } of this.units) {
      const binding = scope.find(name);
      if (binding?.kind === 'global' && binding.entity.definition) return binding.entity;
    }
    return external;
  }

  /** The address of a variable of a file. */
  address(name: string): number {
    const address = this.knownAddress(name);
    if (address === undefined) throw new Stop('unknown-data', `no file that was read defines "${name}"`);
    return address;
  }

  /** The same; undefined of one that no file has, or that is only declared and the hosts do not have. */
  knownAddress(name: string): number | undefined {
    const entity = this.variable(name);
    return entity && this.dataAddress(entity);
  }

  functionAt(pointer: number): string | undefined {
    const cell = this.code.get(pointer);
    return cell && this.functions.nameOf(cell);
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
    return this.names.linked(externalEntity(name, type));
  }

  /** Counts and records from here on. */
  forgetCounts(): void {
    this.counts.forget();
    this.recorder.forget();
    this.notes.forget();
  }

  codeAddress(named: Entity): number {
    const entity = this.names.linked(named);
    const address = this.addresses.ofCode(entity.key);
    if (!this.code.has(address)) this.code.set(address, this.functions.cellOf(entity));
    return address;
  }

  dataAddress(named: Entity): number | undefined {
    const entity = this.names.linked(named);
    const known = this.dataOf.get(entity);
    if (known !== undefined) return known;
    const { definition, name, type } = entity;
    const zeroed = definition ? undefined : this.hosts?.dataSize(name, type);
    if (definition?.kind !== 'data' && zeroed === undefined) return undefined;
    if (zeroed === undefined && isIncomplete(type)) throw new Unsupported(`${typeName(type)} is not known`);
    const size = zeroed ?? sizeOf(type);
    const address = this.addresses.ofData(entity.key, size, alignOf(type));
    this.dataOf.set(entity, address);
    const read = definition?.kind === 'data' ? definition.parse?.() : undefined;
    if (read?.initials.length) {
      this.functions.runOnce(name, translateData(address, read.initials, this), read.problems);
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
