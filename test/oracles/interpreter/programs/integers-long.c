/* long has 32 bits on Windows: overflow, shifts, literals, printf of each width. */
/* Outcomes: one */
#include <stdio.h>
#include <windows.h>
int main(void)
{
  long l = 0x7fffffff;
  unsigned long ul = l;
  long long ll = l;
  LPARAM lp;
  DWORD_PTR dp = (DWORD_PTR)-1;
  ul += 1; ll += 1;
  printf("%lu %lld %d %d\n", ul, ll, (int)sizeof(long), (int)sizeof(void *));
  printf("%d %d\n", 0xffffffff == -1, 4294967295 == -1);
  printf("%I64d %I64u %llx\n", (__int64)-5, (unsigned __int64)-5, (long long)-5);
  lp = MAKELPARAM(0xfffe, 0x1234);
  printf("%lx %x %x %d\n", (unsigned long)lp, LOWORD(lp), HIWORD(lp), (short)LOWORD(lp));
  printf("%u %d\n", (unsigned)dp, (int)(dp >> 63));
  printf("%d %d\n", (int)(1UL << 31 >> 31), (int)((long)(1UL << 31) >> 31));
  printf("%d\n", (int)sizeof(1L << 3) + (int)sizeof('a') + (int)sizeof(1LL) + (int)sizeof(L'a'));
  { WORD w = 65535; BYTE b = 255; w++; b += 2; printf("%u %u\n", w, b); }
  { int x = -7; unsigned y = 2; printf("%d %u %d %d\n", x / 2, x / y, x % 2, x >> 1); }
  { signed char c = (signed char)200; unsigned char u = (unsigned char)-1; printf("%d %d %d\n", c, u, c == u); }
  return 0;
}
