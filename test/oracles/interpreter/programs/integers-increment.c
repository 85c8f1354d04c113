/* Increment, compound assignment and their values. */
/* Outcomes: one */
#include <stdio.h>

int main(void) {
  int i = 5, j, k;
  int list[4] = {1, 2, 3, 4}, *p = list;
  j = i++;
  k = ++i;
  printf("%d %d %d\n", i, j, k);
  i = j = k = 3;
  i += j *= 2;
  printf("%d %d %d\n", i, j, k);
  printf("%d", *p++);
  printf(" %d", (*p)++);
  printf(" %d", *++p);
  printf(" %d\n", list[1]);
  i = 10;
  i -= 3; i *= 4; i /= 5; i %= 4; i <<= 3; i |= 3; i ^= 1;
  printf("%d\n", i);
  i = -i;
  printf("%d %d %d\n", i, +i, !i);
  return 0;
}
