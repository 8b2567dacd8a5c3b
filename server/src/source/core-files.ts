/**
 * The files of the memory core, and in them the names whose code decides what is rendered, shared and dispatched.
 * Files moved with c7f419f584 (5.1, softmmu/), d9f24bf572 (5.2, exec.c to softmmu/physmem.c), 8d7f2e767d (8.2, system/)
 * and 8be545ba5a (10.1, include/system/).
 */
export const CORE_SOURCES: readonly string[] = [
  'memory.c',
  'softmmu/memory.c',
  'system/memory.c',
  'exec.c',
  'softmmu/exec.c',
  'softmmu/physmem.c',
  'system/physmem.c',
];
const SOURCES: ReadonlySet<string> = new Set(CORE_SOURCES);
const HEADERS = new Set([
  'memory.h',
  'exec-memory.h',
  'memory-internal.h',
  'exec/memory.h',
  'exec/memory-internal.h',
  'include/exec/memory.h',
  'include/exec/memory-internal.h',
  'include/system/memory.h',
  'include/system/memory-internal.h',
  'system/memory-internal.h',
]);

export function isCoreSource(path: string): boolean {
  return SOURCES.has(path);
}

export function isCorePath(path: string): boolean {
  return SOURCES.has(path) || HEADERS.has(path);
}

/** Functions and structs whose code decides which views and dispatch trees there are and what is in them. */
const VIEW_MAKING = new Set([
  'memory_region_get_flatview_root',
  'render_memory_region',
  'generate_memory_topology',
  'can_merge',
  'flatrange_equal',
  'flatviews_init',
  'flatviews_reset',
  'flatview_new',
  'flatview_insert',
  'flatview_simplify',
  'flatview_destroy',
  'flatview_ref',
  'flatview_unref',
  'flatview_add_to_dispatch',
  'address_space_set_flatview',
  'address_space_get_flatview',
  'address_space_init',
  'address_space_init_shareable',
  'address_space_destroy',
  'address_space_destroy_free',
  'do_address_space_destroy',
  'memory_region_transaction_begin',
  'memory_region_transaction_commit',
  'memory_region_update_container_subregions',
  'memory_region_add_subregion_common',
  'memory_region_add_subregion',
  'memory_region_add_subregion_overlap',
  'memory_region_del_subregion',
  'memory_region_readd_subregion',
  'memory_region_set_enabled',
  'memory_region_set_size',
  'memory_region_set_address',
  'memory_region_set_alias_offset',
  'memory_region_set_readonly',
  'memory_region_set_nonvolatile',
  'memory_region_set_unmergeable',
  'memory_region_rom_device_set_romd',
  'memory_region_initfn',
  'memory_region_init',
  'memory_region_do_init',
  'memory_region_init_alias',
  'mem_begin',
  'mem_add',
  'mem_commit',
  'register_subpage',
  'register_multipage',
  'dummy_section',
  'phys_section_add',
  'phys_map_node_alloc',
  'phys_map_node_reserve',
  'memory_map_init',
  'struct FlatView',
  'struct FlatRange',
  'struct AddrRange',
  'struct PhysPageEntry',
  'struct PhysPageMap',
  'struct AddressSpaceDispatch',
  'struct subpage_t',
]);
const VIEW_MAKING_FAMILY =
  /^(addrrange_|phys_page_(?!find)|address_space_dispatch_|address_space_update_topology|subpage_(init|register|unregister))/;

export function makesViews(scope: string): boolean {
  return VIEW_MAKING.has(scope) || VIEW_MAKING_FAMILY.test(scope);
}

/** Functions that make or publish views: a changed line that calls one counts as making views, wherever it is. */
export const MAKERS: ReadonlySet<string> = new Set([
  'render_memory_region',
  'generate_memory_topology',
  'memory_region_get_flatview_root',
  'flatviews_init',
  'flatviews_reset',
  'flatview_insert',
  'flatview_simplify',
  'flatview_add_to_dispatch',
  'address_space_set_flatview',
  'address_space_update_topology',
  'address_space_dispatch_new',
  'address_space_dispatch_compact',
  'dummy_section',
  'phys_section_add',
  'phys_page_set',
  'register_subpage',
  'register_multipage',
]);

/** Fields of MemoryRegion that rendering reads: a changed line that assigns one counts as making views. */
export const MAP_FIELDS: ReadonlySet<string> = new Set([
  'enabled',
  'terminates',
  'alias',
  'alias_offset',
  'addr',
  'size',
  'priority',
  'readonly',
  'nonvolatile',
  'unmergeable',
  'romd_mode',
]);

/** Macros and globals outside functions that shape views and dispatch trees. */
const FILE_WORDS = /^(P_L2_\w+|ADDR_SPACE_BITS|L2_\w+|PHYS_SECTION_\w+|PHYS_MAP_NODE_NIL|flat_views|SUBPAGE_IDX)$/;

export function isViewWord(name: string): boolean {
  return FILE_WORDS.test(name) || MAKERS.has(name);
}

/** Globals of the core: a metavariable never stands for one. */
export const CORE_GLOBALS: ReadonlySet<string> = new Set([
  'flat_views',
  'address_spaces',
  'memory_listeners',
  'memory_region_transaction_depth',
  'memory_region_update_pending',
  'ioeventfd_update_pending',
  'global_dirty_log',
  'global_dirty_tracking',
  'system_memory',
  'system_io',
  'address_space_memory',
  'address_space_io',
  'io_mem_unassigned',
  'io_mem_notdirty',
  'io_mem_rom',
  'io_mem_watch',
]);
