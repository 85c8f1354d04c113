/* Shifts, masks and the bits of numbers of several widths. */
/* Outcomes: one */
#include <stdio.h>

int main(void) {
  int n = -16;
  unsigned u = 0x80000001u;
  unsigned long long q = 1;
  unsigned char c = 0x81;
  printf("%d %d\n", n >> 2, n << 2);
  printf("%u 0x%x\n", u >> 31, u << 1);
  printf("%llu\n", q << 40);
  printf("0x%x 0x%x\n", c << 1, (unsigned char)(c << 1));
  printf("0x%x\n", (0x1234 & 0xFF00) | (0x1234 >> 8 & 0xF));
  printf("%d\n", 5 ^ 3 | 8 & 12);
  u ^= u >> 16;
  u |= 0x100;
  u &= ~1u;
  printf("0x%x\n", u);
  printf("%d\n", 1 << 3 + 1);
  return 0;
}
