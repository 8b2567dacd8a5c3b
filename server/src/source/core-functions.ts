/** What functions of the memory core do, in a sentence each; for hovers on their names. As of QEMU 2.11 and later. */
export const coreFunctions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    memory_region_get_flatview_root:
      'Finds the region on which address spaces share a FlatView: from the root of an address space it follows whole aliases and lone enabled children.',
    render_memory_region:
      'Draws a region, its alias target and its children by priority into a FlatView: what is there already stays, gaps are filled.',
    generate_memory_topology:
      'Makes the FlatView of a root: renders it, merges adjacent ranges, builds its dispatch tree.',
    flatview_simplify: 'Merges adjacent ranges of a FlatView that continue one region with equal attributes.',
    can_merge: 'Says whether two neighbouring ranges may become one.',
    flatrange_equal:
      'Says whether a range of the old view is in the new one unchanged, so that listeners need not hear of it.',
    flatview_new: 'Makes an empty FlatView with one reference, for a root.',
    flatview_insert: 'Puts a range into a FlatView, and holds a reference on its region.',
    flatview_destroy: 'Frees a FlatView with its ranges and its dispatch tree.',
    flatview_ref: 'Takes a reference on a FlatView, unless it is being freed.',
    flatview_unref: 'Drops a reference on a FlatView; the last one frees it after the RCU grace period.',
    flatviews_init:
      'Makes the table of FlatViews by root where there is none, with the permanent empty view under NULL.',
    flatviews_reset: 'Throws the table of FlatViews away and renders each root that an address space has once.',
    flatview_add_to_dispatch:
      "Enters a range into the dispatch tree of its FlatView: whole pages as one section, a page's parts as subpages.",
    address_space_set_flatview:
      'Gives an address space the FlatView of its root, and tells its listeners the differences.',
    address_space_get_flatview: "Takes a reference on an address space's current FlatView.",
    address_space_update_topology: 'Gives one address space its FlatView; renders its root if nobody has yet.',
    address_space_update_topology_pass:
      'Walks the old and the new FlatView side by side and tells listeners which ranges go, stay and come.',
    address_space_dispatch_new: 'Makes an empty dispatch tree with its reserved sections.',
    address_space_dispatch_compact: 'Folds chains of nodes of a dispatch tree that have one entry only.',
    address_space_dispatch_free: 'Frees a dispatch tree with its nodes and sections.',
    address_space_init: 'Makes an address space on a root region, and gives it its FlatView.',
    address_space_destroy: 'Takes an address space away; its FlatView is dropped after the RCU grace period.',
    address_space_to_flatview: "Reads an address space's current FlatView, under RCU.",
    register_subpage: 'Enters a range that covers part of a page: the page gets a subpage container.',
    register_multipage: 'Enters a range of whole pages into the dispatch tree, as one section.',
    dummy_section: 'Reserves a section with a fixed number, covering everything, in a dispatch tree.',
    phys_section_add: "Appends a section to a dispatch tree's array and returns its number.",
    phys_page_set: 'Sets the section of a run of pages in a dispatch tree, with leaves as high up as they fit.',
    phys_page_set_level: 'One level of phys_page_set: sets whole entries and goes down for the parts.',
    phys_page_compact: 'Lets an entry whose node has one used entry skip that node.',
    phys_page_find: 'Looks up the section of an address in a dispatch tree.',
    phys_map_node_reserve: 'Makes room in the node array; it grows by a hint that all dispatch trees share.',
    phys_map_node_alloc: 'Takes the next node of the array and fills it with empty entries.',
    subpage_init: 'Makes the container that dispatches the bytes of one page.',
    subpage_register: 'Sets the section of a run of bytes inside a page.',
    memory_region_transaction_begin:
      'Opens a transaction: changes of regions do not render anything until it is committed.',
    memory_region_transaction_commit:
      'Closes a transaction; the outermost one with a pending change renders all roots anew and updates every address space.',
    memory_region_update_container_subregions:
      "Puts a child into its container's list, by priority, the newest of equals first.",
    memory_region_add_subregion: 'Adds a child to a container at an offset, with priority 0.',
    memory_region_add_subregion_overlap:
      'Adds a child to a container at an offset, with a priority that decides overlaps.',
    memory_region_del_subregion: 'Takes a child out of its container.',
    memory_region_set_enabled: 'Shows or hides a region with all that is in it.',
    memory_region_set_address: 'Moves a region inside its container.',
    memory_region_set_size: "Changes a region's size.",
    memory_region_set_alias_offset: 'Moves the window that an alias shows of its target.',
    memory_region_set_readonly:
      'Makes a RAM region read-only or writable; while rendering, what is inside inherits it.',
    memory_region_set_nonvolatile: 'Marks a region non-volatile; what is inside inherits it.',
    memory_region_set_unmergeable: "Keeps a region's ranges apart from their neighbours; what is inside inherits it.",
    memory_region_rom_device_set_romd: 'Switches a ROM device between direct reads and callbacks.',
    memory_region_init: 'Makes a pure container: it renders nothing of its own.',
    memory_region_init_alias: 'Makes an alias: a window on another region, from an offset on.',
    memory_region_init_io: 'Makes a region whose accesses call a device.',
    memory_region_init_ram: 'Makes a RAM region that is migrated with its owner.',
    memory_region_init_ram_nomigrate: 'Makes a RAM region that is not migrated.',
    memory_region_init_ram_ptr: 'Makes a RAM region on memory that the caller has.',
    memory_region_init_rom: 'Makes a read-only RAM region.',
    memory_region_init_rom_device: 'Makes a ROM device: reads are direct, writes call the device.',
    memory_region_init_iommu: 'Makes a region whose accesses are translated to another address space.',
    memory_region_find: 'Finds what is at an address inside a region, in the FlatView of its address space.',
    memory_listener_register: "Adds a listener to an address space and plays it the present FlatView's ranges.",
  }),
);
