/* A small memory core, written for the tests of the evaluator: what it does is what FlatViews and their dispatch trees
   need, no more. */
#ifndef MEMORY_CORE_H
#define MEMORY_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include <glib.h>

typedef uint64_t hwaddr;
typedef __int128 Int128;

typedef struct Object Object;
typedef struct ObjectClass ObjectClass;
struct ObjectClass { const char *type; };
struct Object {
    ObjectClass *class;
    void (*free)(void *at);
    uint32_t ref;
};

typedef struct TypeInfo {
    const char *name, *parent;
    size_t instance_size;
    void (*instance_init)(Object *obj);
    void (*instance_finalize)(Object *obj);
    void (*class_init)(ObjectClass *klass, void *data);
    void *class_data;
} TypeInfo;

typedef enum { MODULE_INIT_BLOCK, MODULE_INIT_QOM } module_init_type;

void object_initialize(void *at, size_t size, const char *type);
Object *object_ref(void *obj);
void object_unref(void *obj);
void *object_property_add_child(Object *parent, const char *name, Object *child);
Object *qdev_get_machine(void);
Object *type_register_static(const TypeInfo *info);
void register_module_init(void (*run)(void), module_init_type type);
void rcu_read_lock(void);
void rcu_read_unlock(void);

#define type_init(function) \
    static void __attribute__((constructor)) do_qemu_init_ ## function(void) \
    { register_module_init(function, MODULE_INIT_QOM); }

#define container_of(ptr, type, member) \
    ({ const typeof(((type *)0)->member) *_at = (ptr); (type *)((char *)_at - offsetof(type, member)); })

struct rcu_head { struct rcu_head *next; void (*func)(struct rcu_head *head); };
void call_rcu1(struct rcu_head *head, void (*func)(struct rcu_head *head));
#define call_rcu(object, function, field) \
    call_rcu1(({ _Static_assert(offsetof(typeof(*(object)), field) == 0, "first"); &(object)->field; }), \
              (void (*)(struct rcu_head *))(function))
#define atomic_rcu_set(ptr, value) __atomic_store_n(ptr, value, __ATOMIC_RELEASE)

/* A list that keeps its order: the address of the last link is where the next one goes. */
#define ORDERED_HEAD(name, type) struct name { struct type *first; struct type **last; }
#define ORDERED_ENTRY(type) struct { struct type *next; struct type **link; }
#define ORDERED_INIT(head) do { (head)->first = NULL; (head)->last = &(head)->first; } while (0)
#define ORDERED_EACH(var, head, field) for ((var) = (head)->first; (var); (var) = (var)->field.next)
#define ORDERED_INSERT_AT(head, where, node, field) do { \
    typeof((head)->last) _where = (where); \
    (node)->field.link = _where; \
    (node)->field.next = *_where; \
    if (*_where) { (*_where)->field.link = &(node)->field.next; } else { (head)->last = &(node)->field.next; } \
    *_where = (node); \
} while (0)
#define ORDERED_REMOVE(head, node, field) do { \
    if ((node)->field.next) { (node)->field.next->field.link = (node)->field.link; } \
    else { (head)->last = (node)->field.link; } \
    *(node)->field.link = (node)->field.next; \
} while (0)

typedef struct MemoryRegion MemoryRegion;
struct MemoryRegion {
    Object parent_obj;
    char *name;
    Int128 size;
    hwaddr addr, alias_offset;
    MemoryRegion *alias, *container;
    int32_t priority;
    bool enabled : 1, terminates : 1, readonly : 1, ram : 1, rom_device : 1, romd_mode : 1, subpage : 1;
    ORDERED_HEAD(, MemoryRegion) subregions;
    ORDERED_ENTRY(MemoryRegion) subregions_link;
};

typedef struct AddrRange { Int128 start, size; } AddrRange;

typedef struct FlatRange {
    MemoryRegion *mr;
    hwaddr offset_in_region;
    AddrRange addr;
    bool romd_mode, readonly;
} FlatRange;

typedef struct MemoryRegionSection {
    Int128 size;
    MemoryRegion *mr;
    hwaddr offset_within_region, offset_within_address_space;
} MemoryRegionSection;

typedef struct AddressSpaceDispatch AddressSpaceDispatch;

typedef struct FlatView {
    struct rcu_head rcu;
    unsigned ref, nr, nr_allocated;
    FlatRange *ranges;
    AddressSpaceDispatch *dispatch;
    MemoryRegion *root;
} FlatView;

typedef struct AddressSpace AddressSpace;
struct AddressSpace {
    char *name;
    MemoryRegion *root;
    FlatView *current_map;
    ORDERED_ENTRY(AddressSpace) link;
};

void memory_region_init_io(MemoryRegion *mr, Object *owner, const void *ops, void *opaque,
                           const char *name, uint64_t size);
void memory_region_transaction_begin(void);
void memory_region_transaction_commit(void);

AddressSpaceDispatch *address_space_dispatch_new(void);
void flatview_add_to_dispatch(FlatView *view, MemoryRegionSection section);
void address_space_dispatch_compact(AddressSpaceDispatch *d);
void address_space_dispatch_free(AddressSpaceDispatch *d);

#endif
