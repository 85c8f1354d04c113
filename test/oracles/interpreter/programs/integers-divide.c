/* Division and remainder with signs, and the largest and smallest numbers. */
/* Outcomes: one */
#include <limits.h>
#include <stdio.h>

int main(void) {
  printf("%d %d\n", 7 / 2, 7 % 2);
  printf("%d %d\n", -7 / 2, -7 % 2);
  printf("%d %d\n", 7 / -2, 7 % -2);
  printf("%u %u\n", (unsigned)-7 / 2, (unsigned)-7 % 10);
  printf("%d %d\n", INT_MAX, INT_MIN);
  printf("%u %lu\n", UINT_MAX, ULONG_MAX);
  printf("%lld\n", LLONG_MIN);
  printf("%d %d\n", SCHAR_MIN, UCHAR_MAX);
  printf("%lld\n", (long long)INT_MAX * 4 / 3);
  return -1;
}
