/**
 * What differs between versions of QEMU's memory core, as data. One rendering algorithm reads it.
 * Sources of each switch: the commits named beside its values.
 */
export interface CoreBehaviour {
  /** Who has a FlatView: each address space its own, or each root of the table `flat_views` (967dc9b119, 2.11). */
  readonly sharing: 'per-address-space' | 'per-root';
  /** How the root of a view is found from the root of an address space (memory_region_get_flatview_root). */
  readonly rootSearch: RootSearch;
  /** One empty view for ever under the key NULL (092aa2fc65, 2.11). */
  readonly permanentEmptyView: boolean;
  /** CPU address spaces made by address_space_init_shareable are one per root (f0c02d15b5, 2.6) until views are shared (967dc9b119, 2.11). */
  readonly shareableAddressSpaces: boolean;
  /** `nonvolatile` is inherited and keeps ranges apart (c26763f8ec, 3.1). */
  readonly nonvolatile: boolean;
  /** `unmergeable` is inherited and keeps ranges apart (533f5d6679, 8.2). */
  readonly unmergeable: boolean;
  /** Sections that every dispatch reserves: 4 to 4.1, 1 from 4.2 (50b107c5d6, 7b0d792ce1, 08565552f7). */
  readonly dummySections: 1 | 2 | 3 | 4;
  /** Growth of the node array: doubling to 2.6, a process-wide hint from 2.7 (101420b886). */
  readonly nodeGrowth: 'doubling' | 'hint';
}

export interface RootSearch {
  /** Whole aliases (offset 0, at least as large as the target) are followed (89c177bbdd). */
  readonly followsAliases: boolean;
  /** The walk stops at a disabled region (e673ba9af9). */
  readonly honoursEnabled: boolean;
  /** A lone enabled child at 0 that is not larger is followed (e673ba9af9). */
  readonly followsLoneChild: boolean;
  /** The key of a container without an enabled child: itself, or NULL (092aa2fc65). */
  readonly childless: 'self' | 'null';
  /** The key where the walk meets a disabled region: that region, or NULL (092aa2fc65). */
  readonly disabled: 'self' | 'null';
}

/** A version of the core that the model has. */
export interface CoreVersion {
  /** What --core takes: `7.2`, `2.10`, or a commit of the table, `092aa2fc65`. */
  readonly name: string;
  readonly title: string;
  readonly behaviour: CoreBehaviour;
}
