/* for, while, do, break, continue, nested loops and the comma operator. */
/* Outcomes: one */
#include <stdio.h>

int main(void) {
  int i, j, sum = 0, n = 0;
  for (i = 0, j = 10; i < j; ++i, --j) sum += j - i;
  printf("%d %d %d\n", i, j, sum);
  while (1) {
    ++n;
    if (n == 3) continue;
    if (n > 6) break;
    printf("%d ", n);
  }
  printf("| %d\n", n);
  do {
    --n;
    printf("%d ", n);
  } while (n > 4);
  printf("\n");
  for (i = 0; i < 3; ++i) {
    for (j = 0; j < 3; ++j) {
      if (j == i) continue;
      if (i == 2 && j == 1) break;
      printf("(%d,%d)", i, j);
    }
    printf(";");
  }
  printf("\n");
  for (;;) break;
  return n;
}
