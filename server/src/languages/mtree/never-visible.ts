import type { MemoryRegion } from '../../memory/region.ts';
import { isNeverVisible } from '../../memory/visibility.ts';
import type { Problem } from '../model.ts';
import type { Dump } from './dump.ts';
import { hidersOf } from './hiders.ts';
import { wordOf } from './mentions.ts';
import { MOST_PROBLEMS } from './overlaps.ts';
import { count } from './sizes.ts';
import { names } from './words.ts';

/** Regions that views reach, enabled all the way, but of which none shows any: what hides them. The outermost only. */
export function neverVisibleProblems(dump: Dump): readonly Problem[] {
  const { visibility } = dump;
  if (visibility.truncated) return [];
  return dump.machine.topology.regions
    .filter((region) => isNeverVisible(visibility, region))
    .filter(({ container }) => !container || !isNeverVisible(visibility, container))
    .slice(0, MOST_PROBLEMS)
    .flatMap((region) => problemOf(dump, region));
}

function problemOf(dump: Dump, region: MemoryRegion): Problem[] {
  const [line] = dump.linesOf(region);
  if (!line) return [];
  const sights = (dump.visibility.sights.get(region) ?? []).filter(({ wants }) => wants > 0n);
  const hiders = sights.flatMap((sight) => {
    const { others, own } = hidersOf(region, sight);
    return others.length > 0 ? others : own;
  });
  const by =
    hiders.length > 0
      ? `${names(hiders.map(({ name }) => name))} hide${new Set(hiders).size === 1 ? 's' : ''} it`
      : 'its containers cut it off';
  const where =
    sights.length === 1 ? 'the FlatView that reaches it' : `the ${count(sights.length, 'FlatView')} that reach it`;
  const related = [...new Set(hiders)].slice(0, 3).flatMap((hider) =>
    dump
      .linesOf(hider)
      .slice(0, 1)
      .map(({ range }) => ({ range, message: `"${hider.name}" hides it.` })),
  );
  return [
    {
      range: wordOf(dump, line, 'name'),
      severity: 'hint',
      code: 'never-visible',
      message: `"${region.name}" is never visible: in ${where}, ${by}.`,
      related,
      unnecessary: true,
    },
  ];
}
