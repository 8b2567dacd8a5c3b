import type { Entity } from '../parse/ast.ts';
import type { Unit } from '../parse/unit.ts';

/** What a definition is worth to the linker: `int x;` gives way to `int x = 1;` (C11 6.9.2). */
function strength({ definition }: Entity): number {
  if (!definition) return 0;
  return definition.kind === 'data' && !definition.parse ? 1 : 2;
}

/** The externals of a program: of each name the first unit's that defines it, else the first that has it. */
export class Names {
  private readonly byName = new Map<string, Entity>();

  constructor(units: readonly Unit[]) {
    for (const { linkage } of units) {
      for (const entity of linkage.externals()) {
        const known = this.byName.get(entity.name);
        if (!known || strength(entity) > strength(known)) this.byName.set(entity.name, entity);
      }
    }
  }

  find(name: string): Entity | undefined {
    return this.byName.get(name);
  }

  /** Of an external what the program has under its name. */
  linked(entity: Entity): Entity {
    if (!entity.isExternal) return entity;
    const known = this.byName.get(entity.name);
    if (known) return known;
    this.byName.set(entity.name, entity);
    return entity;
  }
}
