#include <stdint.h>
#include <stdio.h>
#include <stdbool.h>

static uint64_t big = 0xfedcba9876543210u;
static int8_t small = -100;

int main(void)
{
    uint32_t u = 0xfffffff0u;
    int32_t s = 0x7ffffff0;
    uint8_t b = 250;
    int16_t h = -32768;
    int64_t l = -5;
    __int128 wide = (__int128)big * big;
    unsigned __int128 uwide = ((unsigned __int128)1 << 127) | 7;
    bool flag = 0x100;

    u += 32;
    b += 10;
    s += 32;
    h--;
    printf("%u %d %d %d\n", u, b, s, h);
    printf("%ld %ld %ld %ld\n", l / 2, l % 3, l >> 1, (long)((uint64_t)l >> 60));
    printf("%lx %lx\n", (long)(wide >> 64), (long)wide);
    printf("%lx %lx %d\n", (long)(uwide >> 64), (long)uwide, uwide > (unsigned __int128)wide);
    printf("%d %d %d\n", flag, !flag, small * small);
    printf("%d %d\n", (int8_t)200, (uint8_t)-1 + (int8_t)0x80);
    printf("%d %d %d\n", -7 / 2, -7 % 2, 7 / -2);
    printf("%u %lu\n", -1 / 2u, (unsigned long)-1 / 3);
    printf("%d %d\n", -1 < 1u, -1 < (int64_t)1u);
    printf("%x %x\n", ~0x0fu, (unsigned)(uint16_t)~0x0f);
    printf("%lx\n", big << 4 | big >> 60);
    printf("%d %d %d\n", 1 << 31 >> 31, (int)(1u << 31 >> 31), 1 << 3 << 2);
    printf("%d\n", 2147483647 * 2);
    printf("%u\n", 65535u * 65537u + 2);
    printf("%ld\n", (int64_t)(int32_t)0x80000000 + (int64_t)0x80000000);
    for (int i = 0; i < 5; i++) {
        printf("%d ", i++);
    }
    printf("%d\n", (b++, b));
    printf("%d\n", b--);
    l = 10;
    l <<= 3, l ^= 5, l |= 0x100, l &= ~1ll, l -= 2, l *= -3, l /= 2, l %= 1000;
    printf("%ld %d\n", l, (l < 0) + (l != 0 && u));
    {
        int64_t r;
        uint8_t r8;
        bool o = __builtin_add_overflow(INT64_MAX, 1, &r);
        bool p = __builtin_mul_overflow(20, 12, &r8);
        bool q = __builtin_sub_overflow(3, 5, &r8);
        printf("%d %lx %d %d %u\n", o, r, p, q, r8);
    }
    printf("%d %d %d %d\n", __builtin_clz(1), __builtin_ctzll(1ull << 40), __builtin_popcount(0xff0f), __builtin_clzll(5));
    printf("%x %x %lx\n", __builtin_bswap16(0x1234), __builtin_bswap32(0x12345678), __builtin_bswap64(0x123456789abcdef0ul));
    printf("%d %d\n", (int)3.7, (int)-3.7);
    printf("%.3f %.2f %d\n", 1.0 / 3, (float)1 / 4 + 2, 0.1 + 0.2 == 0.3);
    printf("%lu %ld\n", (uint64_t)1e19, (int64_t)-1e15);
    return 0;
}
