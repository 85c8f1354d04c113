/* Floating numbers: conversions, comparisons, float and double, integer division mixed in. */
/* Outcomes: one */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
int main(void)
{
  float f = 0.1f; double d = 0.1; int i = 7;
  printf("%d %d\n", f == d, (float)d == f);
  printf("%.3f %.3f %d\n", i / 2 + 0.0, i / 2.0, (int)(i * 1.5));
  printf("%d %d %d %u\n", (int)3.99, (int)-3.99, (int)(char)65.7, (unsigned)3000000000.0);
  printf("%.0f %.1f %.2f\n", floor(-2.5), ceil(2.1), fabs(-3.25));
  printf("%.4f %.4f %.4f\n", sqrt(2.0), pow(2, 0.5), atof("3.5e2"));
  printf("%g %g %g\n", 1.0 / 3, 100000.0, 1000000.0);
  printf("%d\n", (int)(0.1 + 0.2 == 0.3));
  { float s = 0; int k; for (k = 0; k < 10; k++) s += 0.1f; printf("%.7f\n", s); }
  { long long big = 1LL << 53; double x = (double)big + 1; printf("%d\n", x == (double)big); }
  return 0;
}
