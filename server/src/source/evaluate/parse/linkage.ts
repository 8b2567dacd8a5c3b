import type { Definition, Entity } from './ast.ts';
import type { CType } from './types.ts';

/** The names that units share (C11 6.2.2), and a number for everything that has a place in memory or code. */
export class Linkage {
  private readonly externals = new Map<string, Entity>();
  private count = 0;

  external(name: string, type: CType): Entity {
    const known = this.externals.get(name);
    if (known) return known;
    const made = this.internal(name, type, undefined);
    this.externals.set(name, made);
    return made;
  }

  internal(name: string, type: CType, definition: Definition | undefined): Entity {
    return { name, id: this.count++, type, definition };
  }

  find(name: string): Entity | undefined {
    return this.externals.get(name);
  }
}
