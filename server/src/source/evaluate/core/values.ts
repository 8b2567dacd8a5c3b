import type { Value } from '../parse/ast.ts';
import { CHAR, type CType, typeName } from '../parse/types.ts';
import type { Place, ReadFile } from '../preprocess/sources.ts';
import { isPointerTo, isView, NO_ROOT, type Noted } from '../run/notes.ts';
import type { Program } from '../run/program.ts';
import type { BuiltTopology } from './topology.ts';

/** An expression of the tree's C with the values that it had: plain data. */
export interface RecordedExpression {
  readonly path: string;
  /** 1-based: of its first token. */
  readonly line: number;
  /** As it is written, with one blank where there are some. */
  readonly text: string;
  /** As C writes it. */
  readonly type: string;
  /** The most frequent first. */
  readonly values: readonly RecordedValue[];
  /** How often it had a value that is not among them. */
  readonly others: number;
  /** It stands once on its line. */
  readonly once: boolean;
}

export interface RecordedValue {
  /** "2", "0x100000000", "true", "NULL", `region "pci"`, `view of "system"`, "a pointer". */
  readonly text: string;
  readonly count: number;
}

const MOST_VALUES = 40;

/**
 * Whether an expression stands in a file as it is read: what a macro makes of its arguments does not. White space does
 * not count.
 */
export class Written {
  private readonly lines = new Map<string, readonly string[]>();
  private readonly read: ReadFile;

  constructor(read: ReadFile) {
    this.read = read;
  }

  has(text: string, from: Place, to: Place): boolean {
    let lines = this.lines.get(from.path);
    if (!lines) {
      lines = (this.read(from.path) ?? '').split('\n').map(bare);
      this.lines.set(from.path, lines);
    }
    return lines
      .slice(from.line - 1, Math.max(from.line, to.line))
      .join('')
      .includes(bare(text));
  }
}

const bare = (text: string): string => text.replace(/\s+/g, '');

/** Gives values of a run their names: which region, view, address space or function a pointer is to. */
export class ValueNames {
  private readonly program: Program;
  private readonly spaces: ReadonlyMap<number, number>;
  private readonly regions: ReadonlyMap<number, number>;

  constructor(program: Program, built: BuiltTopology) {
    this.program = program;
    this.regions = new Map(built.regions.map((at, id) => [at, id]));
    this.spaces = new Map(built.addressSpaces.map((at, id) => [at, id]));
  }

  recorded(noted: Noted, place: (place: number) => Place): RecordedExpression {
    const counts = new Map<string, number>();
    for (const [value, count] of noted.values) {
      const text = this.nameOf(noted.type, value);
      counts.set(text, (counts.get(text) ?? 0) + count);
    }
    const all = [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
    const left = all.slice(MOST_VALUES).reduce((sum, { count }) => sum + count, 0);
    const { path, line } = place(noted.place);
    return {
      path,
      line,
      text: noted.text,
      type: typeName(noted.type),
      values: all.slice(0, MOST_VALUES),
      others: noted.others + left,
      once: noted.once,
    };
  }

  /** A value in words; a view's stands for its root (run/notes.ts). */
  nameOf(type: CType, value: Value): string {
    if (type.kind === 'pointer') return this.pointer(type, Number(value));
    if (type.kind === 'int') {
      if (type.rank === 0) return value ? 'true' : 'false';
      return value > 0xffff ? `0x${value.toString(16)}` : `${value}`;
    }
    return `${value}`;
  }

  /** The same of a value as it is at hand: of a view its address. */
  argument(type: CType, value: Value): string {
    if (type.kind === 'record') return '{...}';
    return isView(type) && value !== 0 ? 'a view' : this.nameOf(type, value);
  }

  private pointer(type: CType & { kind: 'pointer' }, at: number): string {
    if (at === 0) return 'NULL';
    if (isView(type)) return at === NO_ROOT ? 'view of NULL' : `view of ${this.regionName(at)}`;
    if (isPointerTo(type, 'MemoryRegion')) return `region ${this.regionName(at)}`;
    if (isPointerTo(type, 'AddressSpace')) {
      const known = this.spaces.has(at);
      return known ? `address space ${this.text(at, 'AddressSpace')}` : 'an address space';
    }
    if (type.to.kind === 'function') return this.program.functionAt(at) ?? 'a function';
    if (type.to === CHAR) return this.string(at);
    return 'a pointer';
  }

  private regionName(at: number): string {
    if (this.regions.has(at)) return this.text(at, 'MemoryRegion');
    return this.program.structs.has('MemoryRegion', 'name')
      ? `${this.text(at, 'MemoryRegion')} of the core`
      : '(unknown)';
  }

  private text(at: number, type: string): string {
    try {
      return this.string(Number(this.program.readField(at, type, 'name')));
    } catch {
      return '(unreadable)';
    }
  }

  private string(at: number): string {
    if (at === 0) return '(noname)';
    try {
      return JSON.stringify(this.program.memory.text(at).slice(0, 80));
    } catch {
      return 'a pointer';
    }
  }
}
