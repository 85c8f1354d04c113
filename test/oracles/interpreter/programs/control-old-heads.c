/* Old heads, implicit int, tentative definitions, static functions used before they are defined. */
/* Outcomes: one */
#include <stdio.h>
#include <string.h>
int counter;
int counter;
static int helper();
static char *names[] = { "zero", "one", "two", 0 };
int add(a, b)
int a, b;
{
  return a + b;
}
char *pick(char **list, int n)
{
  while (n-- > 0 && *list) list++;
  return *list ? *list : "none";
}
static long total(p, n) register short *p; unsigned n; { long t = 0; while (n--) t += *p++; return t; }
int main()
{
  short s[4]; int i;
  for (i = 0; i < 4; i++) s[i] = (short)(i * 1000);
  printf("%d %s %s %ld\n", add(2, 3), pick(names, 1), pick(names, 7), total(s, 4));
  counter = helper(4);
  printf("%d\n", counter);
  return add(counter, 1);
}
static int helper(n) int n; { return n <= 1 ? 1 : n * helper(n - 1); }
