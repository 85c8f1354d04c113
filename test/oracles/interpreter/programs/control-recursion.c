/* Recursion, direct and mutual, with locals of their own. */
/* Outcomes: one */
#include <stdio.h>

static int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }
static int odd(int n);
static int even(int n) { return n == 0 ? 1 : odd(n - 1); }
static int odd(int n) { return n == 0 ? 0 : even(n - 1); }

static void hanoi(int n, char from, char to, char over, int *moves) {
  if (n == 0) return;
  hanoi(n - 1, from, over, to, moves);
  ++*moves;
  if (n == 3) printf("%c to %c\n", from, to);
  hanoi(n - 1, over, to, from, moves);
}

int main(void) {
  int moves = 0;
  printf("%d %d\n", factorial(10), even(7));
  hanoi(3, 'a', 'c', 'b', &moves);
  printf("%d\n", moves);
  return 0;
}
