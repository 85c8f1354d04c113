/* Arrays of arrays, initialisers that are not complete, arrays as parameters. */
/* Outcomes: one */
#include <stdio.h>

static int trace(int m[3][3]) { int i, sum = 0; for (i = 0; i < 3; ++i) sum += m[i][i]; return sum; }
static void fill(int *row, int n, int value) { while (n--) *row++ = value; }

int main(void) {
  int m[3][3] = {{1, 2, 3}, {4}, {7, 8, 9}};
  int zero[5] = {0}, some[5] = {1, 2}, at[5] = {[3] = 9};
  char grid[2][4] = {"abc", "xy"};
  int i, sum = 0;
  printf("%d %d\n", trace(m), m[1][2]);
  fill(m[1], 3, 5);
  for (i = 0; i < 9; ++i) sum = sum * 2 + (&m[0][0])[i];
  printf("%d\n", sum);
  printf("%d %d %d %d\n", zero[4], some[1], some[4], at[3]);
  printf("%s %s %d %d\n", grid[0], grid[1], grid[1][3], (int)sizeof grid);
  return 0;
}
