/* A few numbers with a point. */
/* Outcomes: one */
#include <stdio.h>

int main(void) {
  double half = 0.5, third = 1.0 / 4;
  float f = 2.75f;
  int n = 7;
  printf("%.2f %.3f %.1f\n", half, third, f);
  printf("%d %d\n", (int)f, (int)-2.9);
  printf("%.2f %.2f\n", n / 2.0, (double)(n / 2));
  printf("%d %d\n", half < third, half + half == 1.0);
  return 0;
}
