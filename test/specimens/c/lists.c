#include <stdio.h>
#include <stdlib.h>
#include <stdint.h>
#include <stdbool.h>

/* A doubly linked list by macros, atomics, and a tree with callbacks. */
#define LIST_HEAD(name, type) struct name { struct type *first; struct type **last; }
#define LIST_ENTRY(type) struct { struct type *next; struct type **prev; }
#define LIST_INIT(head) do { (head)->first = NULL; (head)->last = &(head)->first; } while (0)
#define LIST_APPEND(head, e, f) do { \
    (e)->f.next = NULL; (e)->f.prev = (head)->last; \
    *(head)->last = (e); (head)->last = &(e)->f.next; } while (/*CONSTCOND*/0)
#define LIST_REMOVE(head, e, f) do { \
    if ((e)->f.next) (e)->f.next->f.prev = (e)->f.prev; else (head)->last = (e)->f.prev; \
    *(e)->f.prev = (e)->f.next; } while (0)
#define LIST_EACH(v, head, f) for ((v) = (head)->first; (v); (v) = (v)->f.next)
#define MIN(a, b) ({ typeof(1 ? (a) : (b)) _a = (a), _b = (b); _a < _b ? _a : _b; })
#define CAT2(a, b) a ## b
#define CAT(a, b) CAT2(a, b)
#define atomic_read(p) ({ _Static_assert(sizeof(*(p)) <= 8, "size"); __atomic_load_n(p, 0); })
#define kind_of(x) _Generic((x), int: "int", char *: "text", default: "other")

typedef struct Item { int id; LIST_ENTRY(Item) link; int64_t weight; } Item;
static LIST_HEAD(, Item) items;
static int refs;

static bool swap_if(int *at, int want, int set)
{
    return __atomic_compare_exchange_n(at, &want, set, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

typedef struct Tree { struct Tree *kid[2]; int key; } Tree;
typedef void Visit(Tree *t, void *opaque);

static Tree *insert(Tree *t, int key)
{
    if (!t) {
        t = calloc(1, sizeof(*t));
        t->key = key;
        return t;
    }
    t->kid[key > t->key] = insert(t->kid[key > t->key], key);
    return t;
}

static void walk(Tree *t, Visit *visit, void *opaque)
{
    if (!t) return;
    walk(t->kid[0], visit, opaque);
    visit(t, opaque);
    walk(t->kid[1], visit, opaque);
}

static void print(Tree *t, void *opaque) { printf("%d%s", t->key, (char *)opaque); }
static void destroy(Tree *t) { if (t) { destroy(t->kid[0]); destroy(t->kid[1]); free(t); } }

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static void sort(void *base, size_t count, size_t size, int (*cmp)(const void *, const void *))
{
    char *at = base;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            if (cmp(at + i * size, at + j * size) > 0) {
                for (size_t k = 0; k < size; k++) {
                    char c = at[i * size + k];
                    at[i * size + k] = at[j * size + k];
                    at[j * size + k] = c;
                }
            }
        }
    }
}

int main(void)
{
    Item *item, *all[5];
    Tree *tree = NULL;
    int CAT(var, 7) = 3, numbers[] = { 5, -2, 9, 0 };
    uintptr_t address = (uintptr_t)&numbers[1];

    LIST_INIT(&items);
    for (int i = 0; i < 5; i++) {
        all[i] = malloc(sizeof(Item));
        all[i]->id = i;
        all[i]->weight = (int64_t)i << 33;
        LIST_APPEND(&items, all[i], link);
    }
    LIST_REMOVE(&items, all[0], link);
    LIST_REMOVE(&items, all[4], link);
    LIST_REMOVE(&items, all[2], link);
    LIST_EACH(item, &items, link) {
        printf("%d:%ld ", item->id, item->weight);
    }
    printf("\n%d %ld\n", MIN(var7, 2), MIN(5, 3l));
    printf("%d ", __atomic_fetch_add(&refs, 5, 0));
    printf("%d ", __sync_add_and_fetch(&refs, 1));
    printf("%d\n", atomic_read(&refs));
    printf("%d ", swap_if(&refs, 6, 60));
    printf("%d ", swap_if(&refs, 6, 61));
    printf("%d\n", refs);
    printf("%d ", __atomic_exchange_n(&refs, 2, 0));
    printf("%d ", __sync_val_compare_and_swap(&refs, 2, 3));
    printf("%d\n", refs);
    printf("%s %s %s\n", kind_of(1), kind_of("x"), kind_of(2.0));
    for (int i = 0; i < 8; i++) {
        tree = insert(tree, (i * 37) % 11);
    }
    walk(tree, print, ",");
    printf("\n");
    destroy(tree);
    sort(numbers, 4, sizeof(int), compare);
    printf("%d %d %d %d\n", numbers[0], numbers[1], numbers[2], numbers[3]);
    printf("%d %d\n", *(int *)address, (int)(address % sizeof(int)));
    printf("%d %d\n", (void *)-1 > (void *)numbers, (intptr_t)(void *)-1 == -1);
    return 0;
}
