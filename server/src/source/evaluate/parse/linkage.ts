import type { Definition, Entity } from './ast.ts';
import type { CType } from './types.ts';

export const externalEntity = (name: string, type: CType): Entity => ({
  name,
  key: name,
  isExternal: true,
  type,
  definition: undefined,
});

/** The names of a unit that have linkage (C11 6.2.2). What units share of them is the linker's (run/link.ts). */
export class Linkage {
  private readonly path: string;
  private readonly byName = new Map<string, Entity>();
  private readonly internals = new Map<string, number>();

  /** The unit's path tells its own names from those of others. */
  constructor(path: string) {
    this.path = path;
  }

  external(name: string, type: CType): Entity {
    const known = this.byName.get(name);
    if (known) return known;
    const made = externalEntity(name, type);
    this.byName.set(name, made);
    return made;
  }

  internal(name: string, type: CType, definition: Definition | undefined): Entity {
    const count = this.internals.get(name) ?? 0;
    this.internals.set(name, count + 1);
    return { name, key: `${this.path}:${name}:${count}`, isExternal: false, type, definition };
  }

  externals(): IterableIterator<Entity> {
    return this.byName.values();
  }
}
