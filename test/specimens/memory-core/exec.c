/* Dispatch trees of the small memory core: they lead from a page to the section that is shown there. */
#include "memory-core.h"

#define TARGET_PAGE_SIZE ((hwaddr)1 << TARGET_PAGE_BITS)

/* A node tells apart nine bits of a page's number; so many levels of nodes tell all pages of 64 bits. */
#define NODE_BITS 9
#define NODE_ENTRIES (1u << NODE_BITS)
#define LEVELS ((64 - TARGET_PAGE_BITS + NODE_BITS - 1) / NODE_BITS)
#define NO_NODE ((1u << 26) - 1)

enum { SECTION_UNASSIGNED };

/* Where `skip` is 0, `ptr` is a section, else a node that many levels below. */
typedef struct PhysPageEntry {
    uint32_t skip : 6, ptr : 26;
} PhysPageEntry;

typedef PhysPageEntry Node[NODE_ENTRIES];

typedef struct PhysPageMap {
    unsigned sections_nb, sections_nb_alloc, nodes_nb, nodes_nb_alloc;
    Node *nodes;
    MemoryRegionSection *sections;
} PhysPageMap;

struct AddressSpaceDispatch {
    PhysPageEntry phys_map;
    PhysPageMap map;
};

/* A page that shows more than one section, byte by byte. */
typedef struct subpage_t {
    MemoryRegion iomem;
    uint16_t sub_section[];
} subpage_t;

static MemoryRegion io_mem_unassigned;

void io_mem_init(void)
{
    memory_region_init_io(&io_mem_unassigned, NULL, NULL, NULL, NULL, UINT64_MAX);
}

/* Nodes. */

/* What the largest tree so far needed, each one gets at once. */
static void phys_map_node_reserve(PhysPageMap *map, unsigned more)
{
    static unsigned most = 16;

    if (map->nodes_nb + more <= map->nodes_nb_alloc) {
        return;
    }
    if (most < map->nodes_nb + more) {
        most = map->nodes_nb + more;
    }
    map->nodes_nb_alloc = most;
    map->nodes = g_renew(Node, map->nodes, most);
}

static unsigned phys_map_node_alloc(PhysPageMap *map, bool lowest)
{
    static const PhysPageEntry unassigned = { 0, SECTION_UNASSIGNED }, none = { 1, NO_NODE };
    unsigned made = map->nodes_nb++, i;

    assert(made < map->nodes_nb_alloc);
    for (i = 0; i < NODE_ENTRIES; i++) {
        map->nodes[made][i] = lowest ? unassigned : none;
    }
    return made;
}

static PhysPageEntry *entry_of(PhysPageMap *map, unsigned node, hwaddr page, unsigned level)
{
    return &map->nodes[node][(page >> (level * NODE_BITS)) % NODE_ENTRIES];
}

/* `count` pages show a section: each entry says it of as many as it can. */
static void phys_page_set(AddressSpaceDispatch *d, hwaddr page, hwaddr count, unsigned section)
{
    phys_map_node_reserve(&d->map, 3 * LEVELS);
    while (count) {
        PhysPageEntry *entry = &d->phys_map;
        unsigned level = LEVELS;
        hwaddr pages;

        do {
            level--;
            if (entry->ptr == NO_NODE) {
                entry->ptr = phys_map_node_alloc(&d->map, level == 0);
            }
            entry = entry_of(&d->map, entry->ptr, page, level);
            pages = (hwaddr)1 << (level * NODE_BITS);
        } while (page % pages || count < pages);
        *entry = (PhysPageEntry) { .skip = 0, .ptr = section };
        page += pages;
        count -= pages;
    }
}

static MemoryRegionSection *phys_page_find(AddressSpaceDispatch *d, hwaddr page)
{
    PhysPageEntry entry = d->phys_map;
    unsigned level = LEVELS;

    while (entry.skip && entry.ptr != NO_NODE) {
        level -= entry.skip;
        entry = *entry_of(&d->map, entry.ptr, page, level);
    }
    return &d->map.sections[entry.skip ? SECTION_UNASSIGNED : entry.ptr];
}

/* An entry whose node leads just one way goes that way itself. */
static void phys_page_compact(PhysPageMap *map, PhysPageEntry *entry)
{
    PhysPageEntry *way = NULL;
    unsigned ways = 0, i;

    if (!entry->skip || entry->ptr == NO_NODE) {
        return;
    }
    for (i = 0; i < NODE_ENTRIES; i++) {
        PhysPageEntry *below = &map->nodes[entry->ptr][i];

        if (below->ptr != NO_NODE) {
            phys_page_compact(map, below);
            way = below;
            ways++;
        }
    }
    if (ways == 1) {
        entry->skip = way->skip ? entry->skip + way->skip : 0;
        entry->ptr = way->ptr;
    }
}

/* Sections. */

static unsigned phys_section_add(PhysPageMap *map, MemoryRegionSection section)
{
    assert(map->sections_nb < TARGET_PAGE_SIZE);
    if (map->sections_nb == map->sections_nb_alloc) {
        map->sections_nb_alloc = map->sections_nb_alloc ? map->sections_nb_alloc * 2 : 16;
        map->sections = g_renew(MemoryRegionSection, map->sections, map->sections_nb_alloc);
    }
    map->sections[map->sections_nb] = section;
    return map->sections_nb++;
}

static subpage_t *subpage_init(void)
{
    subpage_t *made = g_malloc0(sizeof(*made) + TARGET_PAGE_SIZE * sizeof(made->sub_section[0]));

    memory_region_init_io(&made->iomem, NULL, NULL, made, NULL, TARGET_PAGE_SIZE);
    made->iomem.subpage = true;
    return made;
}

/* A section of less than a page, on a page that it may share with others. */
static void register_subpage(AddressSpaceDispatch *d, MemoryRegionSection section)
{
    hwaddr at = section.offset_within_address_space % TARGET_PAGE_SIZE, i;
    hwaddr base = section.offset_within_address_space - at;
    MemoryRegionSection *there = phys_page_find(d, base >> TARGET_PAGE_BITS);
    subpage_t *subpage;
    unsigned own;

    assert(there->mr->subpage || there->mr == &io_mem_unassigned);
    if (there->mr->subpage) {
        subpage = container_of(there->mr, subpage_t, iomem);
    } else {
        MemoryRegionSection whole = { .size = TARGET_PAGE_SIZE, .offset_within_address_space = base };

        subpage = subpage_init();
        whole.mr = &subpage->iomem;
        phys_page_set(d, base >> TARGET_PAGE_BITS, 1, phys_section_add(&d->map, whole));
    }
    own = phys_section_add(&d->map, section);
    for (i = at; i < at + section.size; i++) {
        subpage->sub_section[i] = own;
    }
}

/* The first `size` bytes of a section, which are taken from it. */
static MemoryRegionSection section_take(MemoryRegionSection *section, Int128 size)
{
    MemoryRegionSection taken = *section;

    taken.size = size;
    section->size -= size;
    section->offset_within_address_space += size;
    section->offset_within_region += size;
    return taken;
}

/* Up to the first whole page, the whole pages, and what is left. */
void flatview_add_to_dispatch(FlatView *view, MemoryRegionSection section)
{
    AddressSpaceDispatch *d = view->dispatch;
    hwaddr start = section.offset_within_address_space;
    Int128 head = -start % TARGET_PAGE_SIZE, pages;

    if (head) {
        register_subpage(d, section_take(&section, head < section.size ? head : section.size));
    }
    pages = section.size >> TARGET_PAGE_BITS;
    if (pages) {
        MemoryRegionSection whole = section_take(&section, pages << TARGET_PAGE_BITS);

        phys_page_set(d, whole.offset_within_address_space >> TARGET_PAGE_BITS, pages,
                      phys_section_add(&d->map, whole));
    }
    if (section.size) {
        register_subpage(d, section);
    }
}

AddressSpaceDispatch *address_space_dispatch_new(void)
{
    AddressSpaceDispatch *d = g_new0(AddressSpaceDispatch, 1);
    MemoryRegionSection everything = { .mr = &io_mem_unassigned, .size = (Int128)1 << 64 };

    d->phys_map = (PhysPageEntry) { .skip = 1, .ptr = NO_NODE };
    phys_section_add(&d->map, everything);
    return d;
}

void address_space_dispatch_compact(AddressSpaceDispatch *d)
{
    phys_page_compact(&d->map, &d->phys_map);
}

void address_space_dispatch_free(AddressSpaceDispatch *d)
{
    unsigned i;

    for (i = 0; i < d->map.sections_nb; i++) {
        MemoryRegion *mr = d->map.sections[i].mr;

        if (mr->subpage) {
            object_unref(mr);
            g_free(container_of(mr, subpage_t, iomem));
        }
    }
    g_free(d->map.sections);
    g_free(d->map.nodes);
    g_free(d);
}
