import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import { Causes } from './causes.ts';
import { bytesOf, type CausedEffects, effectsByCause } from './effects.ts';
import type {
  Difference,
  Effect,
  Finding,
  MachineDifference,
  MachineSide,
  Pair,
  RegionFinding,
  SpacesFinding,
} from './model.ts';
import { pairRegions } from './pair-regions.ts';
import { nameOf, pairSpaces } from './pair-spaces.ts';
import type { Partners } from './pairing.ts';
import { differencesOf, isPlacing } from './region-facts.ts';
import { differingSteps } from './seen.ts';
import { sharingFindings } from './sharing.ts';
import { unprinted } from './unprinted.ts';
import { matchViews } from './view-matches.ts';
import { SPACES_WEIGHT, weightOf } from './weight.ts';

/**
 * How two machines differ by meaning: which regions are seen otherwise, in how many address spaces, and why. Numbers
 * of views and the order of a dump's blocks do not matter. With the sides swapped, the findings are mirrored.
 */
export function compareMachines(before: MachineSide, after: MachineSide): MachineDifference {
  const spaces = pairSpaces(before, after);
  const partners = pairRegions(before, after, spaces);
  const known = new Map<Pair<MemoryRegion>, readonly Difference[]>();
  const differences = (pair: Pair<MemoryRegion>): readonly Difference[] => {
    const found = known.get(pair) ?? differencesOf(pair, partners, { before, after });
    known.set(pair, found);
    return found;
  };
  const causes = new Causes(partners, differences, { before, after });
  const caused = effectsByCause(before, after, spaces, partners, causes);
  const regions = new RegionFindings(before, after, spaces, partners, causes, differences);
  const findings: Finding[] = [
    ...regions.all(caused),
    ...spacesFindings(spaces),
    ...sharingFindings(before, after, spaces),
  ];
  return {
    before,
    after,
    findings: findings.sort(worstFirst),
    spaces,
    views: matchViews(before, after, spaces, (a, b) => differingSteps(a, b, partners).length > 0),
    totals: { before: before.snapshot.totals, after: after.snapshot.totals },
  };
}

class RegionFindings {
  private readonly shows = new Map<MemoryRegion, number>();
  private readonly isUnprinted: (pair: Pair<MemoryRegion>) => boolean;

  constructor(
    private readonly before: MachineSide,
    private readonly after: MachineSide,
    private readonly spaces: readonly Pair<AddressSpace>[],
    private readonly partners: Partners<MemoryRegion>,
    private readonly causes: Causes,
    private readonly differences: (pair: Pair<MemoryRegion>) => readonly Difference[],
  ) {
    this.isUnprinted = unprinted(before, after);
    for (const { snapshot } of [before, after]) {
      for (const { ranges, addressSpaces } of snapshot.views)
        for (const region of new Set(ranges.map((range) => range.region)))
          this.shows.set(region, (this.shows.get(region) ?? 0) + addressSpaces.length);
    }
  }

  /** A finding for each cause, and for all that differs in the trees without being seen. */
  all(caused: readonly CausedEffects[]): readonly RegionFinding[] {
    const own = new Map<Pair<MemoryRegion>, readonly Effect[]>();
    for (const pair of this.differing()) own.set(pair, []);
    for (const { region, why, effects } of caused) if (why === 'own') own.set(region, effects);
    return [
      ...[...own].map(([pair, effects]) => this.finding(pair, this.kindOf(pair, effects), effects, [])),
      ...caused.flatMap(({ region, why, effects, by }) =>
        why === 'own' ? [] : [this.finding(region, why, effects, by)],
      ),
    ];
  }

  /** Pairs that differ by themselves, and what came or went as a whole; not what address spaces of one side have of their own. */
  private differing(): readonly Pair<MemoryRegion>[] {
    const found = new Set<Pair<MemoryRegion>>();
    for (const side of ['before', 'after'] as const) {
      const own = privateRoots(this.spaces, side);
      for (const region of this[side].snapshot.topology.regions) {
        const pair = this.partners.of(region, side);
        if (pair.before && pair.after) {
          if (this.differences(pair).length > 0) found.add(pair);
          continue;
        }
        const whole = this.causes.outermostAlone(region, side);
        const top = whole[side];
        if (top && !own.has(top)) found.add(whole);
      }
    }
    return [...found].filter((pair) => !this.isUnprinted(pair));
  }

  private kindOf(pair: Pair<MemoryRegion>, effects: readonly Effect[]): RegionFinding['kind'] {
    if (!pair.after) return 'gone';
    if (!pair.before) return 'new';
    const differences = this.differences(pair);
    const differs = (what: Difference['what']) => differences.some((difference) => difference.what === what);
    const loses = effects.some(({ lost, gained }) => lost.length > 0 && gained.length === 0);
    const gains = effects.some(({ lost, gained }) => gained.length > 0 && lost.length === 0);
    if (differs('enabled')) {
      if (pair.before.enabled && loses) return 'hidden';
      if (pair.after.enabled && gains) return 'visible';
    }
    if (differs('address')) return 'moved';
    if (differs('size')) return 'resized';
    if (differences.some(isPlacing) || effects.length === 0) return 'changed';
    return loses ? 'hidden' : gains ? 'visible' : 'changed';
  }

  private finding(
    region: Pair<MemoryRegion>,
    kind: RegionFinding['kind'],
    effects: readonly Effect[],
    by: readonly Pair<MemoryRegion>[],
  ): RegionFinding {
    const alone = region.before ?? region.after;
    const shows = this.showing(region);
    const spaces = new Set(effects.flatMap((effect) => effect.spaces)).size;
    return {
      subject: 'region',
      kind,
      region,
      differences: this.differences(region),
      effects: [...effects].sort(mostBytesFirst),
      by: [...by].sort((a, b) => compare(nameOf(a), nameOf(b))),
      within: alone && !(region.before && region.after) ? countBelow(alone) : 0,
      spaces: spaces || shows,
      weight: weightOf(kind, effects, shows),
    };
  }

  private showing({ before, after }: Pair<MemoryRegion>): number {
    const of = (region: MemoryRegion | undefined) => (region && this.shows.get(region)) ?? 0;
    return Math.max(of(before), of(after));
  }
}

/** Roots of address spaces that only one machine has: what is below them is told with the address space. */
function privateRoots(spaces: readonly Pair<AddressSpace>[], side: 'before' | 'after'): ReadonlySet<MemoryRegion> {
  const both = new Set(spaces.flatMap((pair) => (pair.before && pair.after ? [pair[side]?.root] : [])));
  const roots = spaces.flatMap((pair) => pair[side]?.root ?? []);
  return new Set(roots.filter((root) => !both.has(root)));
}

function spacesFindings(spaces: readonly Pair<AddressSpace>[]): readonly SpacesFinding[] {
  const groups = new Map<string, { kind: 'gone' | 'new'; spaces: AddressSpace[] }>();
  for (const { before, after } of spaces) {
    const only = before && after ? undefined : (before ?? after);
    if (!only) continue;
    const kind = before ? 'gone' : 'new';
    const name = `${kind} ${only.name.replace(/\d+$/, '')}`;
    const group = groups.get(name) ?? { kind, spaces: [] };
    groups.set(name, group);
    group.spaces.push(only);
  }
  return [...groups.values()].map(({ kind, spaces: own }) => ({
    subject: 'address-spaces',
    kind,
    spaces: own,
    weight: SPACES_WEIGHT[kind],
  }));
}

function countBelow(region: MemoryRegion): number {
  return region.subregions.reduce((sum, child) => sum + 1 + countBelow(child), 0);
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

const total = ({ lost, gained, altered }: Effect): bigint => bytesOf(lost) + bytesOf(gained) + bytesOf(altered);

const mostBytesFirst = (a: Effect, b: Effect): number =>
  compare(total(b), total(a)) || compare(nameOf(a.region), nameOf(b.region));

/** By weight; then the lower address, the name, and what is left of it, so that no order of a dump decides. */
const worstFirst = (a: Finding, b: Finding): number =>
  b.weight - a.weight || compare(placeOf(a), placeOf(b)) || compare(labelOf(a), labelOf(b)) || compare(a.kind, b.kind);

function placeOf(finding: Finding): bigint {
  if (finding.subject !== 'region') return -1n;
  const [effect] = finding.effects;
  const span = effect?.lost[0] ?? effect?.gained[0] ?? effect?.altered[0];
  return span?.start ?? (finding.region.before ?? finding.region.after)?.addr ?? 0n;
}

function labelOf(finding: Finding): string {
  if (finding.subject === 'region') return nameOf(finding.region);
  if (finding.subject === 'address-spaces') return finding.spaces[0]?.name ?? '';
  return finding.groups.map((group) => nameOf(group[0] ?? { before: undefined, after: undefined })).join(' ');
}
