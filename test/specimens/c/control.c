#include <stdio.h>
#include <stdlib.h>

static int classify(int x)
{
    switch (x) {
    case 0:
        return 100;
    case 1:
    case 2:
        x += 10;
        /* fall through */
    case 3 ... 5:
        x += 100;
        break;
    default:
        x = -1;
        break;
    case 9:
        if (x) {
            break;
        }
        x = 7;
    }
    return x;
}

static int with_goto(int n)
{
    int turns = 0;
again:
    turns++;
    if (turns > 100) {
        goto out;
    }
    for (int i = 0; i < 3; i++) {
        if (n-- > 0) {
            goto again;
        }
        if (i == 1) {
            continue;
        }
        turns += 1000;
    }
    goto out;
    turns = -1;
out:
    return turns;
}

static int state_machine(const char *text)
{
    int count = 0;
    for (;; text++) {
        switch (*text) {
        case 'a':
            goto count_it;
        case 'b':
            continue;
        case 0:
            return count;
        count_it:
            count++;
            break;
        default:
            count += 10;
        }
        count += 100;
    }
}

static int next(void)
{
    static int counter = 40;
    static int *where = &counter;
    return ++*where;
}

static int sum(int count, ...)
{
    __builtin_va_list list;
    int total = 0;
    __builtin_va_start(list, count);
    while (count--) {
        total += __builtin_va_arg(list, int);
    }
    total += (int)__builtin_va_arg(list, long);
    __builtin_va_end(list);
    return total;
}

static int trail;
static void note(int *at) { trail = trail * 10 + *at; }

static int cleaned(int early)
{
    __attribute__((cleanup(note))) int one = 1;
    if (early) {
        return 5;
    }
    {
        int two __attribute__((cleanup(note))) = 2;
        two++;
    }
    for (int k __attribute__((cleanup(note))) = 7; k < 9; k++) {
        int four __attribute__((cleanup(note))) = 4;
        if (k == 8) {
            break;
        }
    }
    return 6;
}

static long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static int twice(int (*f)(int), int x) { return f(f(x)); }
static int inc(int x) { return x + 1; }

int main(void)
{
    int i, j, found = 0;
    int (*const table[])(int) = { inc, classify };

    for (i = -1; i < 10; i++) {
        printf("%d ", classify(i));
    }
    printf("\n%d %d %d\n", with_goto(0), with_goto(7), with_goto(1000));
    printf("%d\n", state_machine("abcab"));
    printf("%d ", next());
    printf("%d\n", next());
    printf("%d\n", sum(3, 1, 2, 3, 4l));
    printf("%d ", cleaned(1));
    printf("%d ", trail);
    trail = 0;
    printf("%d ", cleaned(0));
    printf("%d\n", trail);
    printf("%ld %d %d\n", fib(15), twice(inc, 3), twice(&classify, 3));
    printf("%d\n", table[1](table[0](1)));
    for (i = 0, j = 10; i < j; i++, j--) {
        if (i % 2) {
            continue;
        }
        found += i * j;
    }
    do {
        found--;
    } while (found > 10 && found % 7);
    printf("%d %d %d\n", found, i, j);
    printf("%d\n", ({ int a = 3; int b = a * 2; if (b > 5) { b++; } else { b--; } a + b; }));
    printf("%d\n", ({ int s = 0; for (int k = 0; k < 4; k++) { s += k; } s; }));
    i = 0;
    printf("%d %d\n", i && found / i, i || found);
    printf("%d %d\n", i ?: 8, found ?: 9);
    {
        int n = 5;
        int vla[n];
        for (i = 0; i < n; i++) {
            vla[i] = i * i;
        }
        printf("%d\n", vla[4] + vla[n - 2]);
    }
    {
        int shadow = 1;
        {
            int shadow = 2;
            shadow++;
        }
        printf("%d\n", shadow);
    }
    if (found)
        if (i == 77)
            printf("no\n");
        else
            printf("dangling\n");
    while (1) {
        if (++i > 20)
            break;
    }
    printf("%d\n", i);
    switch ((unsigned long)i) {
    case 21ul: printf("long case\n");
    }
    return 0;
}
