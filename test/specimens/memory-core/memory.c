/* Regions, views and transactions of the small memory core. */
#include "memory-core.h"

#define TYPE_MEMORY_REGION "memory-region"

static unsigned memory_region_transaction_depth;
static bool memory_region_update_pending;
static ORDERED_HEAD(, AddressSpace) address_spaces = { .last = &address_spaces.first };
static GHashTable *flat_views;

static inline AddrRange addrrange_make(Int128 start, Int128 size)
{
    return (AddrRange) { start, size };
}

static inline Int128 addrrange_end(AddrRange r)
{
    return r.start + r.size;
}

static AddrRange addrrange_intersection(AddrRange a, AddrRange b)
{
    Int128 start = a.start > b.start ? a.start : b.start;
    Int128 end = addrrange_end(a) < addrrange_end(b) ? addrrange_end(a) : addrrange_end(b);

    return addrrange_make(start, end - start);
}

/* Views. */

static FlatView *flatview_new(MemoryRegion *root)
{
    FlatView *view = g_new0(FlatView, 1);

    view->ref = 1;
    view->root = root;
    object_ref(root);
    return view;
}

static void flatview_destroy(FlatView *view)
{
    address_space_dispatch_free(view->dispatch);
    g_free(view->ranges);
    object_unref(view->root);
    g_free(view);
}

static void flatview_ref(FlatView *view)
{
    __atomic_fetch_add(&view->ref, 1, __ATOMIC_SEQ_CST);
}

static void flatview_unref(FlatView *view)
{
    if (__atomic_fetch_sub(&view->ref, 1, __ATOMIC_SEQ_CST) == 1) {
        call_rcu(view, flatview_destroy, rcu);
    }
}

static void flatview_insert(FlatView *view, unsigned at, const FlatRange *range)
{
    unsigned i;

    if (view->nr == view->nr_allocated) {
        view->nr_allocated = view->nr ? view->nr * 2 : 4;
        view->ranges = g_renew(FlatRange, view->ranges, view->nr_allocated);
    }
    for (i = view->nr; i > at; i--) {
        view->ranges[i] = view->ranges[i - 1];
    }
    view->ranges[at] = *range;
    view->nr++;
}

static bool can_merge(const FlatRange *a, const FlatRange *b)
{
    return addrrange_end(a->addr) == b->addr.start
        && a->mr == b->mr
        && (Int128)a->offset_in_region + a->addr.size == b->offset_in_region
        && a->romd_mode == b->romd_mode
        && a->readonly == b->readonly;
}

static void flatview_simplify(FlatView *view)
{
    unsigned from, to = 0;

    for (from = 0; from < view->nr; from++) {
        FlatRange *last = to ? &view->ranges[to - 1] : NULL;

        if (last && can_merge(last, &view->ranges[from])) {
            last->addr.size += view->ranges[from].addr.size;
            continue;
        }
        view->ranges[to++] = view->ranges[from];
    }
    view->nr = to;
}

/* What is left free of the clip becomes the region's. */
static void render_leaf(FlatView *view, MemoryRegion *mr, Int128 base, AddrRange clip, bool readonly)
{
    FlatRange fr = { .mr = mr, .romd_mode = mr->romd_mode, .readonly = readonly };
    Int128 at = clip.start, end = addrrange_end(clip), until;
    unsigned i;

    for (i = 0; i < view->nr && at < end; i++) {
        FlatRange *there = &view->ranges[i];

        if (addrrange_end(there->addr) <= at) {
            continue;
        }
        if (there->addr.start > at) {
            until = there->addr.start < end ? there->addr.start : end;
            fr.offset_in_region = at - base;
            fr.addr = addrrange_make(at, until - at);
            flatview_insert(view, i, &fr);
            there = &view->ranges[++i];
            at = until;
        }
        if (i < view->nr && at < end && addrrange_end(there->addr) > at) {
            at = addrrange_end(there->addr);
        }
    }
    if (at < end) {
        fr.offset_in_region = at - base;
        fr.addr = addrrange_make(at, end - at);
        flatview_insert(view, i, &fr);
    }
}

static void render_memory_region(FlatView *view, MemoryRegion *mr, Int128 base, AddrRange clip, bool readonly)
{
    MemoryRegion *sub;

    if (!mr->enabled) {
        return;
    }
    base += mr->addr;
    readonly |= mr->readonly;
    clip = addrrange_intersection(clip, addrrange_make(base, mr->size));
    if (clip.size <= 0) {
        return;
    }
    if (mr->alias) {
        base -= mr->alias->addr;
        base -= mr->alias_offset;
        render_memory_region(view, mr->alias, base, clip, readonly);
        return;
    }
    ORDERED_EACH(sub, &mr->subregions, subregions_link) {
        render_memory_region(view, sub, base, clip, readonly);
    }
    if (mr->terminates) {
        render_leaf(view, mr, base, clip, readonly);
    }
}

/* The region that decides what is seen: whole aliases show what they stand for. */
static MemoryRegion *memory_region_get_flatview_root(MemoryRegion *mr)
{
    while (mr->enabled && mr->alias && !mr->alias_offset && mr->size >= mr->alias->size) {
        mr = mr->alias;
    }
    return mr;
}

static FlatView *generate_memory_topology(MemoryRegion *mr)
{
    FlatView *view = flatview_new(mr);
    FlatRange *fr;

    render_memory_region(view, mr, 0, addrrange_make(0, (Int128)1 << 64), false);
    flatview_simplify(view);
    view->dispatch = address_space_dispatch_new();
    for (fr = view->ranges; fr < view->ranges + view->nr; fr++) {
        flatview_add_to_dispatch(view, (MemoryRegionSection) {
            .mr = fr->mr,
            .size = fr->addr.size,
            .offset_within_region = fr->offset_in_region,
            .offset_within_address_space = fr->addr.start,
        });
    }
    address_space_dispatch_compact(view->dispatch);
    g_hash_table_replace(flat_views, mr, view);
    return view;
}

static void flatviews_reset(void)
{
    AddressSpace *as;

    if (flat_views) {
        g_hash_table_unref(flat_views);
    }
    flat_views = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)flatview_unref);
    ORDERED_EACH(as, &address_spaces, link) {
        MemoryRegion *root = memory_region_get_flatview_root(as->root);

        if (!g_hash_table_lookup(flat_views, root)) {
            generate_memory_topology(root);
        }
    }
}

static void address_space_set_flatview(AddressSpace *as)
{
    FlatView *old = as->current_map;
    FlatView *view = g_hash_table_lookup(flat_views, memory_region_get_flatview_root(as->root));

    assert(view);
    if (view == old) {
        return;
    }
    flatview_ref(view);
    atomic_rcu_set(&as->current_map, view);
    if (old) {
        flatview_unref(old);
    }
}

void memory_region_transaction_begin(void)
{
    ++memory_region_transaction_depth;
}

void memory_region_transaction_commit(void)
{
    AddressSpace *as;

    assert(memory_region_transaction_depth);
    if (--memory_region_transaction_depth || !memory_region_update_pending) {
        return;
    }
    memory_region_update_pending = false;
    flatviews_reset();
    ORDERED_EACH(as, &address_spaces, link) {
        address_space_set_flatview(as);
    }
}

/* Regions. */

static void memory_region_initfn(Object *obj)
{
    MemoryRegion *mr = container_of(obj, MemoryRegion, parent_obj);

    mr->enabled = true;
    mr->romd_mode = true;
    ORDERED_INIT(&mr->subregions);
}

static void memory_region_finalize(Object *obj)
{
    MemoryRegion *mr = container_of(obj, MemoryRegion, parent_obj);

    assert(!mr->container);
    g_free(mr->name);
}

void memory_region_init(MemoryRegion *mr, Object *owner, const char *name, uint64_t size)
{
    object_initialize(mr, sizeof(*mr), TYPE_MEMORY_REGION);
    mr->size = size == UINT64_MAX ? (Int128)1 << 64 : size;
    mr->name = g_strdup(name);
    object_property_add_child(owner ?: qdev_get_machine(), name, &mr->parent_obj);
    object_unref(mr);
}

void memory_region_init_io(MemoryRegion *mr, Object *owner, const void *ops, void *opaque,
                           const char *name, uint64_t size)
{
    memory_region_init(mr, owner, name, size);
    mr->terminates = true;
}

void memory_region_init_alias(MemoryRegion *mr, Object *owner, const char *name,
                              MemoryRegion *orig, hwaddr offset, uint64_t size)
{
    memory_region_init(mr, owner, name, size);
    mr->alias = orig;
    mr->alias_offset = offset;
}

static void memory_region_changed(MemoryRegion *mr)
{
    memory_region_update_pending |= mr->enabled;
}

void memory_region_add_subregion_overlap(MemoryRegion *mr, hwaddr offset, MemoryRegion *subregion, int priority)
{
    MemoryRegion **where = &mr->subregions.first;

    assert(!subregion->container);
    memory_region_transaction_begin();
    subregion->container = mr;
    subregion->addr = offset;
    subregion->priority = priority;
    while (*where && (*where)->priority > priority) {
        where = &(*where)->subregions_link.next;
    }
    ORDERED_INSERT_AT(&mr->subregions, where, subregion, subregions_link);
    memory_region_changed(subregion);
    memory_region_transaction_commit();
}

void memory_region_del_subregion(MemoryRegion *mr, MemoryRegion *subregion)
{
    assert(subregion->container == mr);
    memory_region_transaction_begin();
    subregion->container = NULL;
    ORDERED_REMOVE(&mr->subregions, subregion, subregions_link);
    memory_region_changed(subregion);
    memory_region_transaction_commit();
}

void memory_region_set_enabled(MemoryRegion *mr, bool enabled)
{
    if (mr->enabled == enabled) {
        return;
    }
    memory_region_transaction_begin();
    mr->enabled = enabled;
    memory_region_update_pending = true;
    memory_region_transaction_commit();
}

void address_space_init(AddressSpace *as, MemoryRegion *root, const char *name)
{
    memory_region_transaction_begin();
    object_ref(root);
    as->root = root;
    as->name = g_strdup(name);
    as->current_map = NULL;
    ORDERED_INSERT_AT(&address_spaces, address_spaces.last, as, link);
    memory_region_update_pending = true;
    memory_region_transaction_commit();
}

static const TypeInfo memory_region_info = {
    .name = TYPE_MEMORY_REGION,
    .instance_size = sizeof(MemoryRegion),
    .instance_init = memory_region_initfn,
    .instance_finalize = memory_region_finalize,
};

static void memory_register_types(void)
{
    type_register_static(&memory_region_info);
}

type_init(memory_register_types)
