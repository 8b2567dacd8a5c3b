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
  const root = searchRoot(from, search, (region, step) => steps.push({ region, step }));
  return { steps, root };
}

/** The same without the steps, for views by the thousand: `tell` hears of each step. undefined is NULL. */
export function searchRoot(
  from: MemoryRegion,
  search: RootSearch,
  tell?: (region: MemoryRegion, step: RootStep) => void,
): MemoryRegion | undefined {
  let region = from;
  const stop = (step: RootStep): MemoryRegion => {
    tell?.(region, step);
    return region;
  };
  const none = (step: RootStep): undefined => {
    tell?.(region, step);
  };
  if (!search.followsAliases) return stop('not-searched');
  for (let i = 0; i < 1000; i++) {
    if (search.honoursEnabled && !region.enabled)
      return search.disabled === 'null' ? none('disabled') : stop('disabled');
    const target = region.alias;
    if (target) {
      if (region.aliasOffset !== 0n || region.size < target.size) return stop('partial-alias');
      tell?.(region, 'follows-alias');
      region = target;
      continue;
    }
    if (region.terminates) return stop('terminates');
    if (!search.followsLoneChild) return stop('not-searched');
    const child = loneChild(region);
    if (child === 'none') return search.childless === 'null' ? none('no-enabled-child') : stop('no-enabled-child');
    if (child === 'several') return stop('several-children');
    if (child.addr !== 0n || region.size < child.size) return stop('child-does-not-fit');
    tell?.(region, 'follows-lone-child');
    region = child;
  }
  return stop('alias-loop');
}

function loneChild({ subregions }: MemoryRegion): MemoryRegion | 'none' | 'several' {
  let found: MemoryRegion | undefined;
  for (const child of subregions) {
    if (!child.enabled) continue;
    if (found) return 'several';
    found = child;
  }
  return found ?? 'none';
}
