import type { RootSearch } from './behaviour.ts';
import type { MemoryRegion } from './region.ts';

/** Why the search went on from a region or stopped there. */
export type RootStep =
  | 'follows-alias'
  | 'follows-lone-child'
  | 'not-searched'
  | 'partial-alias'
  | 'several-children'
  | 'child-does-not-fit'
  | 'no-enabled-child'
  | 'terminates'
  | 'disabled'
  | 'alias-loop';

export interface RootWalk {
  readonly steps: readonly { readonly region: MemoryRegion; readonly step: RootStep }[];
  /** The region that keys the view; undefined is NULL. */
  readonly root: MemoryRegion | undefined;
}

/** memory_region_get_flatview_root, in each of its states (89c177bbdd, e673ba9af9, 092aa2fc65), step by step. */
export function flatviewRoot(from: MemoryRegion, search: RootSearch): RootWalk {
  const steps: { region: MemoryRegion; step: RootStep }[] = [];
  let region = from;
  const stop = (step: RootStep, root: MemoryRegion | undefined): RootWalk => {
    steps.push({ region, step });
    return { steps, root };
  };
  if (!search.followsAliases) return stop('not-searched', region);
  for (let i = 0; i < 1000; i++) {
    if (search.honoursEnabled && !region.enabled) {
      return stop('disabled', search.disabled === 'null' ? undefined : region);
    }
    const target = region.alias;
    if (target) {
      if (region.aliasOffset !== 0n || region.size < target.size) return stop('partial-alias', region);
      steps.push({ region, step: 'follows-alias' });
      region = target;
      continue;
    }
    if (region.terminates) return stop('terminates', region);
    if (!search.followsLoneChild) return stop('not-searched', region);
    const enabled = region.subregions.filter((child) => child.enabled);
    const [child] = enabled;
    if (!child) return stop('no-enabled-child', search.childless === 'null' ? undefined : region);
    if (enabled.length > 1) return stop('several-children', region);
    if (child.addr !== 0n || region.size < child.size) return stop('child-does-not-fit', region);
    steps.push({ region, step: 'follows-lone-child' });
    region = child;
  }
  return stop('alias-loop', region);
}
