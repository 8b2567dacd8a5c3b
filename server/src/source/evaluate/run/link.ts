import type { Entity } from '../parse/ast.ts';
import type { Unit } from '../parse/unit.ts';

/** What a definition is worth to the linker: `int x;` gives way to `int x = 1;` (C11 6.9.2). */
function strength({ definition }: Entity): number {
  if (!definition) return 0;
  return definition.kind === 'data' && !definition.parse ? 1 : 2;
}

/** The externals of a program by name: of each the first unit's that defines it, else the first that names it. */
export function linkUnits(units: readonly Unit[]): Map<string, Entity> {
  const byName = new Map<string, Entity>();
  for (const { linkage } of units) {
    for (const entity of linkage.externals()) {
      const known = byName.get(entity.name);
      if (!known || strength(entity) > strength(known)) byName.set(entity.name, entity);
    }
  }
  return byName;
}
