import type { CoreBehaviour, RootSearch } from './behaviour.ts';

/** Releases of QEMU whose memory core the model knows, oldest first. */
export const RELEASES = [
  ...['2.0', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8', '2.9', '2.10', '2.11', '2.12', '3.0', '3.1'],
  ...['4.0', '4.1', '4.2', '5.0', '5.1', '5.2', '6.0', '6.1', '6.2', '7.0', '7.1', '7.2', '8.0', '8.1', '8.2'],
  ...['9.0', '9.1', '9.2', '10.0', '10.1', '10.2', '11.0', '11.1'],
] as const;

export type Release = (typeof RELEASES)[number];

export const NEWEST_RELEASE: Release = RELEASES[RELEASES.length - 1] ?? '11.1';

/** Whether a version is later than all that are known: "12.0", "v11.5.1". */
export function isLater(version: string): boolean {
  const [major = 0, minor = 0] = /^v?(\d{1,3})\.(\d{1,3})(?!\d)/.exec(version)?.slice(1).map(Number) ?? [];
  const [newestMajor = 0, newestMinor = 0] = NEWEST_RELEASE.split('.').map(Number);
  return major > newestMajor || (major === newestMajor && minor > newestMinor);
}

/** A commit of QEMU's memory core, and what it changes of the behaviour. */
export interface HistoryEntry {
  /** Ten digits; a patch that was only posted has the commit that it was for before it. */
  readonly commit: string;
  /** The first release that has it. */
  readonly release: Release;
  readonly title: string;
  /** Empty where the commit belongs to the series that began sharing, but changes no outcome. */
  readonly changes: Partial<CoreBehaviour>;
  /** What to look for in a source tree: the evidence for the row. */
  readonly detect: string;
  /** Never in a release: the state of a posted patch, for figures that its message states. */
  readonly posted?: true;
}

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

/** The behaviour of 2.0, with which the table begins. */
export const FIRST: CoreBehaviour = {
  sharing: 'per-address-space',
  rootSearch: noSearch,
  emptyViews: 'own',
  cpuAddressSpaces: 'memory',
  nonvolatile: false,
  unmergeable: false,
  dummySections: 4,
  nodeGrowth: 'doubling',
};

/** A commit of September 2017 that prepares sharing without a change of any view, section or node. */
const prepares = (commit: string, title: string, detect: string): HistoryEntry => ({
  commit,
  release: '2.11',
  title,
  changes: {},
  detect,
});

/** Every commit that changes the model's behaviour, and each of the sharing series of 2017, in history's order. */
export const HISTORY: readonly HistoryEntry[] = [
  {
    commit: 'f0c02d15b5',
    release: '2.6',
    title: 'memory: Add address_space_init_shareable()',
    changes: { cpuAddressSpaces: 'shareable' },
    detect: 'address_space_init_shareable in memory.c, called for "cpu-memory" (6731d864f8)',
  },
  {
    commit: '101420b886',
    release: '2.7',
    title: 'exec: avoid realloc in phys_map_node_reserve',
    changes: { nodeGrowth: 'hint' },
    detect: 'alloc_hint in phys_map_node_reserve',
  },
  prepares('a16878d224', 'memory: Rename queue to mrqueue (memory region queue)', 'mrqueue'),
  prepares('05e015f73c', 'memory: avoid a name clash with access macro', 'a field renamed'),
  prepares('447b0d0b9e', 'memory: avoid "resurrection" of dead FlatViews', 'atomic_fetch_inc_nonzero'),
  prepares('e76bb18f7e', 'exec: Explicitly export target AS from address_space_translate_internal', 'target_as'),
  prepares('9a62e24f45', 'memory: Open code FlatView rendering', 'dispatch_listener is gone'),
  prepares('cc94cd6d36', 'memory: Move FlatView allocation to a helper', 'flatview_new'),
  prepares(
    '66a6df1dc6',
    'memory: Move AddressSpaceDispatch from AddressSpace to FlatView',
    'dispatch in struct FlatView',
  ),
  prepares('c775252378', 'memory: Remove AddressSpace pointer from AddressSpaceDispatch', 'no AddressSpace there'),
  prepares('166206845f', 'memory: Switch memory from using AddressSpace to FlatView', '.fv in section_from_flat_range'),
  prepares('9950322a59', 'memory: Cleanup after switching to FlatView', 'flatview_to_dispatch'),
  prepares('8629d3fcb7', 'memory: Rename mem_begin/mem_commit/mem_add helpers', 'address_space_dispatch_new'),
  {
    commit: '89c177bbdd',
    release: '2.11',
    title: 'memory: Store physical root MR in FlatView',
    changes: { rootSearch: aliasesOnly },
    detect: 'memory_region_get_flatview_root',
  },
  prepares('9bf561e36c', 'memory: Alloc dispatch tree where topology is generared', 'compaction in memory.c'),
  prepares('0221848764', 'memory: Move address_space_update_ioeventfds', 'called by the commit'),
  {
    commit: '967dc9b119',
    release: '2.11',
    title: "memory: Share FlatView's and dispatch trees between address spaces",
    // real builds of 967dc9b119 and later count every CPU's address space, before b516572f31 too
    changes: { sharing: 'per-root', cpuAddressSpaces: 'own' },
    detect: 'flat_views, flatviews_reset',
  },
  prepares('67ace39b25', 'memory: Do not allocate FlatView in address_space_init', 'tmpview'),
  prepares('5e8fd947e2', 'memory: Rework "info mtree" to print flat views and dispatch trees', 'mtree_print_dispatch'),
  {
    commit: '5e8fd947e2-v5empty',
    release: '2.11',
    title: 'memory: Share special empty FlatView, as posted (v5) for 5e8fd947e2',
    changes: { emptyViews: 'by-content' },
    detect: 'only on the list: the state that the figures of its message were taken from',
    posted: true,
  },
  prepares('b516572f31', 'memory: Get rid of address_space_init_shareable', 'address_space_init_shareable is gone'),
  prepares('202fc01b05', 'memory: Create FlatView directly', 'address_space_init renders its own root only'),
  prepares('02d9651d6a', 'memory: trace FlatView creation and destruction', 'trace_flatview_new'),
  {
    commit: 'e673ba9af9',
    release: '2.11',
    title: 'memory: seek FlatView sharing candidates among children subregions',
    changes: { rootSearch: loneChild },
    detect: 'while (mr->enabled) in memory_region_get_flatview_root',
  },
  {
    commit: '092aa2fc65',
    release: '2.11',
    title: 'memory: Share special empty FlatView',
    changes: { rootSearch: nullRoots, emptyViews: 'by-null-key' },
    detect: 'empty_view',
  },
  {
    commit: 'c26763f8ec',
    release: '3.1',
    title: 'memory: learn about non-volatile memory region',
    changes: { nonvolatile: true },
    detect: 'nonvolatile in struct FlatRange',
  },
  {
    commit: '50b107c5d6',
    release: '4.2',
    title: 'cputlb: Handle watchpoints via TLB_WATCHPOINT',
    changes: { dummySections: 3 },
    detect: 'PHYS_SECTION_WATCH is gone',
  },
  {
    commit: '7b0d792ce1',
    release: '4.2',
    title: 'cputlb: Move ROM handling from I/O path to TLB path',
    changes: { dummySections: 2 },
    detect: 'PHYS_SECTION_ROM is gone',
  },
  {
    commit: '08565552f7',
    release: '4.2',
    title: 'cputlb: Move NOTDIRTY handling from I/O path to TLB path',
    changes: { dummySections: 1 },
    detect: 'PHYS_SECTION_NOTDIRTY is gone',
  },
  {
    commit: '533f5d6679',
    release: '8.2',
    title: 'memory,vhost: Allow for marking memory device memory regions unmergeable',
    changes: { unmergeable: true },
    detect: 'unmergeable in struct FlatRange',
  },
];
