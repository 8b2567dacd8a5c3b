#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct Range { uint64_t start, size; } Range;
typedef struct Node Node;
struct Node {
    Range range;
    union {
        int number;
        struct { char low, high; short rest; };
        char bytes[4];
    };
    unsigned kind : 3, flags : 5;
    int signed_bits : 4;
    uint64_t wide : 40;
    Node *next;
    int (*visit)(Node *node, int by);
};

#define container_of(ptr, type, member) ({ \
    const typeof(((type *)0)->member) *__mptr = (ptr); \
    (type *)((char *)__mptr - offsetof(type, member)); })

static Range make(uint64_t start, uint64_t size)
{
    Range r = { .size = size, .start = start };
    return r;
}

static Range grow(Range r, int by)
{
    r.size += by;
    return r;
}

static int visit(Node *node, int by)
{
    return node->number += by;
}

static Node table[] = {
    [1] = { .range = { 1, 2 }, .number = 5, .visit = visit, .next = &table[0] },
    { .kind = 5, .flags = 17, .signed_bits = -3, .wide = 0xfffffffffful, .next = table + 1 },
    [0].bytes = "abc",
};

static const char *const names[] = { "zero", "one", [3] = "three" };
static int grid[3][4] = { { 1, 2 }, { [2] = 7, 8 }, 9 };
static struct { Range r[2]; int n; } nested = { 1, 2, 3, 4, 5 };

static uint64_t total(const Range *ranges, size_t count)
{
    uint64_t sum = 0;
    while (count--) {
        sum += ranges++->size;
    }
    return sum;
}

int main(void)
{
    Range a = make(16, 32), b;
    Node n = { .range = grow(a, 8), .visit = visit };
    Node *p = &n;
    size_t i;
    int v[] = { 1, 2, 3 };
    char text[] = "hello";

    b = a;
    b.start++;
    printf("%lu %lu %lu %lu\n", a.start, b.start, n.range.size, grow(make(1, 2), 3).size);
    p->number = 0x01020304;
    printf("%d %d %d\n", p->low, p->high, p->rest);
    printf("%d ", p->visit(p, 2));
    printf("%d\n", (*p->visit)(p, -1));
    printf("%d\n", container_of(&p->next, Node, next) == p);
    p->kind = 9;
    p->flags = ~0;
    p->signed_bits = 7 + 4;
    p->wide = -2;
    printf("%d %d %d %lx\n", p->kind, p->flags, p->signed_bits, (unsigned long)p->wide);
    printf("%d ", p->flags++ + ++p->kind);
    printf("%d %d\n", p->kind, p->flags);
    for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        printf("%d %d %d %lx %ld\n", table[i].number, table[i].flags, table[i].signed_bits,
               (unsigned long)table[i].wide, table[i].next ? (long)(table[i].next - table) : -1);
    }
    printf("%s %s %d\n", names[0], names[3], names[2] == NULL);
    printf("%d %d %d %d\n", grid[0][1], grid[1][2], grid[1][3], *grid[2]);
    printf("%lu %lu %d\n", nested.r[1].start, nested.r[1].size, nested.n);
    printf("%lu\n", total((Range[]){ { 1, 2 }, { 3, 4 }, make(5, 6) }, 3));
    printf("%lu %lu\n", sizeof(Node), offsetof(Node, next));
    printf("%d %d %ld\n", *(v + 1), 2[v], &v[2] - v);
    text[0] = 'J';
    strcpy(text + 1, "ey");
    printf("%s %lu %lu\n", text, sizeof text, strlen(text));
    *p = table[1];
    printf("%d %lu\n", p->number, p->range.size);
    p = &(Node){ .number = 77 };
    printf("%d %d\n", p->number, p->next == NULL);
    memset(&n, 0xff, sizeof n);
    printf("%d %d %d\n", n.kind, n.signed_bits, n.number);
    printf("%d\n", ((char *)&table[1])[0]);
    return memcmp(&a, &b, sizeof a) != 0 ? 0 : 1;
}
