import type { CoreBehaviour } from './behaviour.ts';
import { areOne } from './cpu-address-spaces.ts';
import { flatviewRoot, type RootWalk } from './flatview-root.ts';
import type { AddressSpace, MemoryRegion } from './region.ts';
import { renderRoot } from './render.ts';
import { walkRegions } from './walk.ts';

/** One region that would show at an address, and the way to it. */
export interface Placement {
  readonly region: MemoryRegion;
  /** Offset of the address in the region. */
  readonly offset: bigint;
  /** From the root down: containers and aliases, the region last. */
  readonly chain: readonly MemoryRegion[];
  /** Read-only by itself or by anything on the chain. */
  readonly readonly: boolean;
}

export interface AddressExplanation {
  /** What shows; undefined where nothing does (unassigned). */
  readonly visible: Placement | undefined;
  /** What `visible` hides, the next in line first. */
  readonly hidden: readonly Placement[];
}

/** What shows at `address` below `root` and what it hides: every terminating region there, in rendering order. */
export function explainAddress(root: MemoryRegion, address: bigint): AddressExplanation {
  const found: Placement[] = [];
  walkRegions(root, address, address + 1n, ({ region, start }, chain) => {
    if (!region.terminates) return;
    found.push({ region, offset: address - start, chain: [...chain], readonly: chain.some((r) => r.readonly) });
  });
  const [visible, ...hidden] = found;
  return { visible, hidden };
}

export interface SharingExplanation {
  readonly shared: boolean;
  readonly a: RootWalk;
  readonly b: RootWalk;
  /** shared: one root; apart: two roots, or a core that gives each address space its own view. */
  readonly why: 'same-root' | 'both-empty' | 'different-roots' | 'never-shared';
}

/** Why two address spaces share a FlatView under `behaviour`, or do not. */
export function explainSharing(a: AddressSpace, b: AddressSpace, behaviour: CoreBehaviour): SharingExplanation {
  const walkA = flatviewRoot(a.root, behaviour.rootSearch);
  const walkB = flatviewRoot(b.root, behaviour.rootSearch);
  const walks = { a: walkA, b: walkB };
  if (behaviour.sharing === 'per-address-space') {
    const one = areOne(a, b, behaviour);
    return { ...walks, shared: one, why: one && a !== b ? 'same-root' : 'never-shared' };
  }
  if (walkA.root !== walkB.root) {
    const empty = behaviour.emptyViews === 'by-content' && [walkA, walkB].every(({ root }) => isEmpty(root, behaviour));
    return { ...walks, shared: empty, why: empty ? 'both-empty' : 'different-roots' };
  }
  return { ...walks, shared: true, why: walkA.root ? 'same-root' : 'both-empty' };
}

const isEmpty = (root: MemoryRegion | undefined, behaviour: CoreBehaviour): boolean =>
  renderRoot(root, behaviour).ranges.length === 0;
