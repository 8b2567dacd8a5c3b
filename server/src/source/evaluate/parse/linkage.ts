import type { Definition, Entity } from './ast.ts';
import type { CType } from './types.ts';

/** The names of a unit that have linkage (C11 6.2.2). What units share of them is the linker's (run/link.ts). */
export class Linkage {
  private readonly byName = new Map<string, Entity>();

  external(name: string, type: CType): Entity {
    const known = this.byName.get(name);
    if (known) return known;
    const made: Entity = { name, isExternal: true, type, definition: undefined };
    this.byName.set(name, made);
    return made;
  }

  internal(name: string, type: CType, definition: Definition | undefined): Entity {
    return { name, isExternal: false, type, definition };
  }

  externals(): IterableIterator<Entity> {
    return this.byName.values();
  }
}
