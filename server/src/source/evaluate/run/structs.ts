import type { Value } from '../parse/ast.ts';
import type { FoundMember, RecordType } from '../parse/types.ts';
import type { Unit } from '../parse/unit.ts';
import { memberNamed, recordNamed } from './fields.ts';
import { Stop } from './stop.ts';

/** Structs and constants of the units, by name: layouts differ between releases, so they are asked for. */
export class Structs {
  private readonly units: readonly Unit[];
  private readonly records = new Map<string, RecordType | undefined>();
  /** By struct, then by path. */
  private readonly members = new Map<string, Map<string, FoundMember | undefined>>();

  constructor(units: readonly Unit[]) {
    this.units = units;
  }

  /** Bytes of a struct. */
  size(type: string): number {
    const record = this.record(type);
    if (!record) throw new Stop('unknown-data', `the files that were read have no struct ${type}`);
    return record.size;
  }

  has(type: string, path: string): boolean {
    return this.find(type, path) !== undefined;
  }

  member(type: string, path: string): FoundMember {
    const found = this.find(type, path);
    if (found) return found;
    throw new Stop('unknown-data', `the files that were read have no member "${path}" of ${type}`);
  }

  /** The value of an enumeration constant. */
  constant(name: string): Value {
    for (const { scope } of this.units) {
      const binding = scope.find(name);
      if (binding?.kind === 'constant') return binding.value;
    }
    throw new Stop('unknown-data', `the files that were read have no constant "${name}"`);
  }

  private record(type: string): RecordType | undefined {
    if (!this.records.has(type)) {
      const scopes = this.units.map(({ scope }) => scope);
      this.records.set(type, recordNamed(scopes, type));
    }
    return this.records.get(type);
  }

  private find(type: string, path: string): FoundMember | undefined {
    let members = this.members.get(type);
    if (!members) {
      members = new Map();
      this.members.set(type, members);
    }
    const known = members.get(path);
    if (known || members.has(path)) return known;
    const record = this.record(type);
    const found = record && memberNamed(record, path);
    members.set(path, found);
    return found;
  }
}
