import type { Entity, ParseProblem } from '../parse/ast.ts';
import { CError } from '../parse/cursor.ts';
import { callAlike, isWide } from '../parse/types.ts';
import type { Sources } from '../preprocess/sources.ts';
import { type Linker, Unsupported } from '../translate/context.ts';
import { type Translated, translateFunction } from '../translate/function.ts';
import type { Counts } from './counts.ts';
import type { Host, HostFunction, HostTable } from './host.ts';
import type { Names } from './link.ts';
import type { Notes } from './notes.ts';
import type { Room } from './room.ts';
import type { Cell, Run } from './runtime.ts';
import { type Instance, Slot } from './slot.ts';
import { Stop } from './stop.ts';

interface Parts {
  readonly program: Host;
  readonly linker: Linker;
  readonly room: Room;
  readonly sources: Sources;
  readonly names: Names;
  readonly counts: Counts;
  readonly notes: Notes;
}

/** For callers in a unit that declares a function otherwise than another defines it. */
function otherwise(name: string): Slot {
  const slot = new Slot();
  slot.run = () => {
    throw new Stop('wild-call', `"${name}" is called with other types than those of its definition`);
  };
  return slot;
}

/** The functions of a program, in the cells of its room: translated when they are first called. */
export class Functions {
  /** Host functions that were called though the files define them, too. */
  readonly shadowed = new Set<string>();
  private readonly parts: Parts;
  private hosts: HostTable | undefined;
  private readonly cells = new Map<Entity, Slot>();
  private readonly entities = new Map<Cell, Entity>();
  private readonly instances = new Map<Cell, { readonly instance: Instance; readonly places: readonly number[] }>();
  /** To be linked before anything runs. */
  private readonly expected: Slot[] = [];

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Takes the cells from another program, and the hosts of a new run. */
  begin(hosts: HostTable): void {
    this.hosts = hosts;
    this.shadowed.clear();
    for (const cell of this.cells.values()) this.fill(cell);
    this.linkExpected();
  }

  cellOf(named: Entity): Slot {
    const entity = this.parts.names.linked(named);
    if (entity !== named && !callAlike(named.type, entity.type)) return otherwise(entity.name);
    const known = this.cells.get(entity);
    if (known) return known;
    const cell = this.parts.room.slot(entity.key);
    this.cells.set(entity, cell);
    this.entities.set(cell, entity);
    this.fill(cell);
    return cell;
  }

  nameOf(cell: Cell): string | undefined {
    return this.entities.get(cell)?.name;
  }

  /**
   * Puts into a cell what this program has of a function. One that has run in another program will be called in this: it is
   * linked at once, since code that the engine has optimised knows no other way.
   */
  private fill(cell: Slot): void {
    const known = this.instances.get(cell);
    cell.run = known?.instance.run;
    if (known) known.instance.info.places = known.places;
    else if (cell.isUsed) this.expected.push(cell);
  }

  link(cell: Cell): Run {
    const run = this.linkOne(cell);
    this.linkExpected();
    return run;
  }

  private linkExpected(): void {
    for (let cell = this.expected.pop(); cell; cell = this.expected.pop()) if (!cell.run) this.linkOne(cell);
  }

  private linkOne(cell: Cell): Run {
    const entity = this.entities.get(cell);
    if (!entity) throw new Error('a cell of another program is called');
    const run = this.find(entity);
    cell.run = run;
    return run;
  }

  private find(entity: Entity): Run {
    const { name, definition, type } = entity;
    const host = this.hosts?.find(name);
    if (host) {
      const returns = type.kind === 'function' ? type.returns : type;
      return this.cellOf(entity).host.set(this.parts.program, this.telling(entity, host), isWide(returns));
    }
    if (definition?.kind !== 'function') {
      return () => {
        throw new Stop('unknown-function', `"${name}" is called, which no file that was read defines`);
      };
    }
    try {
      const body = definition.parse();
      return this.shared(this.cellOf(entity), name, translateFunction(body, this.parts.linker), body.problems);
    } catch (error) {
      if (!(error instanceof CError) && !(error instanceof Unsupported)) throw error;
      const { path, line } = this.parts.sources.place(error instanceof CError ? error.place : definition.place);
      return () => {
        throw new Stop('not-understood', `${name} cannot be run: ${error.message} (${path}:${line})`);
      };
    }
  }

  /** Says that it is called where C that was read defines it, too. */
  private telling({ name, definition }: Entity, host: HostFunction): HostFunction {
    if (!definition) return host;
    return (...args) => {
      this.shadowed.add(name);
      return host(...args);
    };
  }

  private shared(slot: Slot, name: string, made: Translated, problems: readonly ParseProblem[]): Run {
    const { places } = made;
    const cells = made.cells.map((entity) => this.cellOf(entity));
    // What is recorded is this program's own.
    const known = made.notes.length > 0 ? undefined : slot.find(made, cells);
    const instance = known ?? slot.add(this.instance(name, made, cells));
    this.instances.set(slot, { instance, places });
    instance.info.places = places;
    instance.counts.fill(0);
    this.parts.counts.add(places, instance.counts, problems);
    return instance.run;
  }

  /** Runs what is run only now: the initialiser of an object. */
  runOnce(name: string, made: Translated, problems: readonly ParseProblem[]): void {
    const cells = made.cells.map((entity) => this.cellOf(entity));
    const { counts, run } = this.instance(name, made, cells);
    this.parts.counts.add(made.places, counts, problems);
    run();
  }

  private instance(name: string, translated: Translated, cells: readonly Slot[]): Instance {
    const { addresses, places, messages } = translated;
    const notes = this.parts.notes.add(translated.notes);
    const own = { cells, addresses, messages, notes, counts: new Uint32Array(places.length), info: { name, places } };
    return { translated, ...own, run: this.parts.room.compile(translated)(own) };
  }
}
