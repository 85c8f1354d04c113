/* exit from deep inside; what stands behind it does not run. */
/* Outcomes: one */
#include <stdio.h>
#include <stdlib.h>

static void deeper(int n) {
  if (n == 0) {
    printf("leaving\n");
    exit(42);
  }
  deeper(n - 1);
  printf("never\n");
}

int main(void) {
  printf("start\n");
  deeper(3);
  return 1;
}
