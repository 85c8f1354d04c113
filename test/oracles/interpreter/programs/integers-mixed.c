/* Usual conversions between widths: comparisons, shifts of negative values, compound assignments that narrow, conditional types. */
/* Outcomes: one */
#include <stdio.h>
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32; typedef unsigned long long u64;
static u16 checksum(const u8 *p, int n) { u32 s = 0; while (n > 1) { s += (u32)(p[0] << 8 | p[1]); p += 2; n -= 2; } if (n) s += *p << 8; while (s >> 16) s = (s & 0xffff) + (s >> 16); return (u16)~s; }
static u32 crc(const u8 *p, int n) { u32 c = ~0u; int k; while (n--) { c ^= *p++; for (k = 0; k < 8; k++) c = c & 1 ? c >> 1 ^ 0xedb88320u : c >> 1; } return ~c; }
static u64 mix(u64 h) { h ^= h >> 33; h *= 0xff51afd7ed558ccdULL; h ^= h >> 29; return h; }
int main(void)
{
  u8 a = 250; u16 b = 65535; short s = -1; signed char c = -128; u32 u = 1; long long l = -1; int i = 1;
  const u8 data[] = { 0x45, 0, 0, 0x3c, 0x1c, 0x46, 0x40, 0, 0x40, 6, 7 };
  a += 10; b *= b; c = (signed char)-c;
  printf("%d %d %d\n", a, b, c);
  printf("%d %d %d %d\n", s < u, s < (int)u, l < u, (u8)s == s);
  printf("%x %x %x\n", checksum(data, 11), checksum(data, 10), crc((const u8 *)"123456789", 9));
  printf("%llx\n", mix(0x123456789abcdefULL));
  i <<= 31; printf("%d %d\n", i < 0, (i >> 31) == -1);
  u = (u32)-5; u /= 2; printf("%u\n", u);
  i = 'a' * 2 % 7; i ^= ~0; i |= 1 << 4; printf("%d\n", i);
  printf("%d %u\n", 1 ? -1 : 1u, sizeof(1 ? (char)1 : (short)1) == sizeof(int));
  printf("%lld %llu\n", (long long)(int)0x80000000, (u64)(int)0x80000000);
  { u16 x = 1; x = x << 15 << 1; printf("%u\n", x); x -= 1; printf("%u %d\n", x, (short)x); }
  return 0;
}
