/* Static state: generators, memory of calls, shadowed names, arrays of arrays, recursion with static counters. */
/* Outcomes: one */
#include <stdio.h>
static int next(void) { static int n = 10; return n++; }
static int fib(int n) { static int calls; static int known[40]; calls++; if (n == 0) return calls; if (n < 3) return 1; if (!known[n]) known[n] = fib(n - 1) + fib(n - 2); return known[n]; }
static const int days[2][12] = { { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }, { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 } };
static int ordinal(int y, int m, int d) { int leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0, i; for (i = 0; i < m - 1; i++) d += days[leap][i]; return d; }
static void transpose(int a[3][3]) { int i, j; for (i = 0; i < 3; i++) for (j = 0; j < i; j++) { int t = a[i][j]; a[i][j] = a[j][i]; a[j][i] = t; } }
int x = 1;
int main(void)
{
  int m[3][3], i, j, (*row)[3];
  int x = 2;
  { extern int x; printf("%d ", x); }
  { int x = 3; printf("%d ", x); }
  printf("%d\n", x);
  printf("%d", next()); printf(" %d\n", next());
  printf("%d", fib(30)); printf(" %d\n", fib(0));
  printf("%d %d\n", ordinal(2000, 12, 31), ordinal(1900, 3, 1));
  for (i = 0; i < 9; i++) m[i / 3][i % 3] = i;
  transpose(m);
  for (row = m; row < m + 3; row++) for (j = 0; j < 3; j++) printf("%d", (*row)[j]);
  printf(" %d\n", (int)(sizeof m / sizeof *m) + (int)(&m[2] - &m[0]));
  return 0;
}
