/* goto out of nested loops, backwards, and to a common end of the function. */
/* Outcomes: one */
#include <stdio.h>

static int find(int wanted) {
  int i, j, result = -1;
  for (i = 1; i < 5; ++i)
    for (j = 1; j < 5; ++j)
      if (i * j == wanted) { result = i * 10 + j; goto found; }
  printf("not ");
found:
  printf("found %d\n", result);
  return result;
}

int main(void) {
  int n = 0;
again:
  ++n;
  if (n < 4) goto again;
  printf("n %d\n", n);
  find(6);
  find(16);
  return find(11) == -1 ? 4 : 5;
}
