import type { MemoryRegion } from '../../memory/region.ts';
import { hex, humanSize } from '../../text/hex.ts';
import type { Problem } from '../model.ts';
import { type Budget, claimsOf, newBudget } from './claims.ts';
import type { Dump } from './dump.ts';
import { wordOf } from './mentions.ts';

/** Regions that reach past the end of their container, and aliases that reach past the end of their target. */
export function boundsProblems(dump: Dump): readonly Problem[] {
  const budget = newBudget();
  return dump.machine.topology.regions.flatMap((region): Problem[] => {
    // what no view reaches has no effect, in or out of bounds
    if (!region.enabled || !dump.visibility.sights.has(region.container ?? region)) return [];
    return [...outsideContainer(dump, region, budget), ...pastTarget(dump, region)];
  });
}

function outsideContainer(dump: Dump, region: MemoryRegion, budget: Budget): Problem[] {
  const { container } = region;
  if (!container || region.addr + region.size <= container.size) return [];
  const from = region.addr > container.size ? region.addr : container.size;
  if (claimsOf(region, from, region.addr + region.size, budget).length === 0) return [];
  const wholly = region.addr >= container.size;
  const end = `"${container.name}" ends at ${hex(container.size)}`;
  const message = wholly
    ? `"${region.name}" lies outside "${container.name}" and cannot show there: ${end}.`
    : `The last ${humanSize(region.addr + region.size - container.size)} of "${region.name}" lie outside "${container.name}" and cannot show there: ${end}.`;
  return problem(dump, region, container, wholly ? 'warning' : 'information', 'outside-container', message);
}

function pastTarget(dump: Dump, region: MemoryRegion): Problem[] {
  const { alias, aliasOffset, size } = region;
  if (!alias || aliasOffset + size <= alias.size) return [];
  const past = aliasOffset + size - alias.size;
  const message =
    past >= size
      ? `The alias "${region.name}" begins past the end of "${alias.name}": nothing shows through it.`
      : `The last ${humanSize(past)} of the alias "${region.name}" are past the end of "${alias.name}": nothing shows there.`;
  return problem(dump, region, alias, past >= size ? 'warning' : 'information', 'past-target', message);
}

function problem(
  dump: Dump,
  region: MemoryRegion,
  other: MemoryRegion,
  severity: Problem['severity'],
  code: string,
  message: string,
): Problem[] {
  const [line] = dump.linesOf(region);
  if (!line) return [];
  const [place] = dump.linesOf(other);
  const related = place ? [{ range: place.range, message: `"${other.name}" is here.` }] : [];
  return [{ range: wordOf(dump, line, 'name'), severity, code, message, related }];
}
