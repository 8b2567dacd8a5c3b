/**
 * What differs between versions of QEMU's memory core, as data. One rendering algorithm reads it; `history.ts` says
 * since which commit each value holds.
 */
export interface CoreBehaviour {
  /** Who has a FlatView: each address space its own, or each root of the table `flat_views`. */
  readonly sharing: 'per-address-space' | 'per-root';
  /** How the root of a view is found from the root of an address space (memory_region_get_flatview_root). */
  readonly rootSearch: RootSearch;
  /**
   * `own`: each root that renders nothing has an empty view of its own. `by-content`: all that render nothing use one.
   * `by-null-key`: one for ever, under the key NULL, for those whose root search gives NULL.
   */
  readonly emptyViews: 'own' | 'by-content' | 'by-null-key';
  /** What a CPU accesses memory through: `memory` itself, an address space shared by root, or one of its own. */
  readonly cpuAddressSpaces: 'memory' | 'shareable' | 'own';
  /** `nonvolatile` is inherited and keeps ranges apart. */
  readonly nonvolatile: boolean;
  /** `unmergeable` is inherited and keeps ranges apart. */
  readonly unmergeable: boolean;
  /** Sections that every dispatch reserves. */
  readonly dummySections: 1 | 2 | 3 | 4;
  /** Growth of the node array: by doubling, or to a process-wide hint. */
  readonly nodeGrowth: 'doubling' | 'hint';
}

export interface RootSearch {
  /** Whole aliases (offset 0, at least as large as the target) are followed. */
  readonly followsAliases: boolean;
  /** The walk stops at a disabled region. */
  readonly honoursEnabled: boolean;
  /** A lone enabled child at 0 that is not larger is followed. */
  readonly followsLoneChild: boolean;
  /** The key of a container without an enabled child: itself, or NULL. */
  readonly childless: 'self' | 'null';
  /** The key where the walk meets a disabled region: that region, or NULL. */
  readonly disabled: 'self' | 'null';
}

/** A version of the core that the model has. */
export interface CoreVersion {
  /** What --core takes: `7.2`, `2.10`, or a commit of the table, `092aa2fc65`. */
  readonly name: string;
  readonly title: string;
  readonly behaviour: CoreBehaviour;
}
