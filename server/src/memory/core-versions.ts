import type { CoreBehaviour, CoreVersion, RootSearch } from './behaviour.ts';

const noSearch: RootSearch = {
  followsAliases: false,
  honoursEnabled: false,
  followsLoneChild: false,
  childless: 'self',
  disabled: 'self',
};
const aliasesOnly: RootSearch = { ...noSearch, followsAliases: true };
const loneChild: RootSearch = { ...aliasesOnly, honoursEnabled: true, followsLoneChild: true };
const nullRoots: RootSearch = { ...loneChild, childless: 'null', disabled: 'null' };

const v2_10: CoreBehaviour = {
  sharing: 'per-address-space',
  rootSearch: noSearch,
  permanentEmptyView: false,
  shareableAddressSpaces: true,
  nonvolatile: false,
  unmergeable: false,
  dummySections: 4,
  nodeGrowth: 'hint',
};
const storeRoot: CoreBehaviour = { ...v2_10, rootSearch: aliasesOnly };
const share: CoreBehaviour = { ...storeRoot, sharing: 'per-root', shareableAddressSpaces: false };
const children: CoreBehaviour = { ...share, rootSearch: loneChild };
const empty: CoreBehaviour = { ...children, rootSearch: nullRoots, permanentEmptyView: true };
const v4_2: CoreBehaviour = { ...empty, nonvolatile: true, dummySections: 1 };
const v8_2: CoreBehaviour = { ...v4_2, unmergeable: true };

/**
 * Behaviour by release and, inside the 2.11 cycle, by commit of the FlatView sharing series; oldest first.
 * A release is here from the first one that behaves so; see `coreVersion` for the ones between.
 */
export const CORE_VERSIONS: readonly CoreVersion[] = [
  { name: '2.10', title: 'QEMU 2.10: a FlatView for each address space', behaviour: v2_10 },
  { name: '89c177bbdd', title: 'memory: Store physical root MR in FlatView (2.11 cycle)', behaviour: storeRoot },
  {
    name: '967dc9b119',
    title: "memory: Share FlatView's and dispatch trees between address spaces (2.11 cycle)",
    behaviour: share,
  },
  {
    name: 'e673ba9af9',
    title: 'memory: seek FlatView sharing candidates among children subregions (2.11 cycle)',
    behaviour: children,
  },
  { name: '092aa2fc65', title: 'memory: Share special empty FlatView (2.11 cycle)', behaviour: empty },
  { name: '2.11', title: 'QEMU 2.11', behaviour: empty },
  { name: '3.1', title: 'QEMU 3.1: non-volatile regions', behaviour: { ...empty, nonvolatile: true } },
  { name: '4.2', title: 'QEMU 4.2: one reserved section', behaviour: v4_2 },
  { name: '5.2', title: 'QEMU 5.2', behaviour: v4_2 },
  { name: '7.2', title: 'QEMU 7.2', behaviour: v4_2 },
  { name: '8.2', title: 'QEMU 8.2: unmergeable regions', behaviour: v8_2 },
  { name: '10.0', title: 'QEMU 10.0', behaviour: v8_2 },
];

/** The version for a release ("7.2.22", "v10.0") or a commit of the table; undefined where the table has none. */
export function coreVersion(name: string): CoreVersion | undefined {
  const exact = CORE_VERSIONS.find((v) => v.name === name || v.name === name.replace(/^v/, ''));
  if (exact) return exact;
  const commit = CORE_VERSIONS.find(
    (v) => /^[0-9a-f]{10}$/.test(v.name) && name.length >= 7 && (v.name.startsWith(name) || name.startsWith(v.name)),
  );
  if (commit) return commit;
  const release = /^v?(\d+)\.(\d+)/.exec(name);
  if (!release) return undefined;
  const wanted = Number(release[1]) * 1000 + Number(release[2]);
  return CORE_VERSIONS.findLast((v) => {
    const known = /^(\d+)\.(\d+)$/.exec(v.name);
    return known !== null && Number(known[1]) * 1000 + Number(known[2]) <= wanted;
  });
}
