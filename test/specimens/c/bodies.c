/* Bodies of functions among macros that change, and braces that open none. */
#include <stdio.h>

#define VALUE 1
#define NAME(n) n##_of_name

int first(void)
{
    return VALUE;
}

#undef VALUE
#define VALUE 2

static inline int NAME(second)(int add)
{
    int sum = VALUE + add;
#define VALUE_INSIDE 10
    sum += VALUE_INSIDE;
#undef VALUE
#define VALUE 3
#if VALUE == 3
    if (sum)
{
        sum += VALUE;
}
#else
    not C at all {
#endif
    return sum;
}

struct __attribute__((packed))
{
    char c;
    int i;
} thing;

#define FUNCTION(name) int name(int VALUE_OF)
#define VALUE_OF x
FUNCTION(third)
{
    return VALUE_OF * VALUE;
}

#define BEGIN {
#define END }

int fourth(int n)
{
    while (n > 5) BEGIN
        n -= VALUE;
    END
    return n;
}
#undef VALUE

int main(void)
{
    printf("%d %d %d %d %d\n", first(), second_of_name(5), third(7), fourth(20), (int)sizeof(thing));
    return 0;
}
