/* Function pointers: tables, parameters, comparison, members, results. */
/* Outcomes: one */
#include <stdio.h>

typedef int (*operation)(int, int);
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }
static operation pick(char c) { return c == '+' ? add : c == '-' ? sub : c == '*' ? mul : NULL; }
static int apply(operation f, int a, int b) { return f ? f(a, b) : -999; }

struct entry { const char *name; operation run; };
static const struct entry table[] = {{"add", add}, {"sub", &sub}, {"mul", mul}};

int main(void) {
  unsigned i;
  for (i = 0; i < sizeof table / sizeof *table; ++i) printf("%s %d\n", table[i].name, table[i].run(7, 3));
  printf("%d %d %d\n", apply(pick('+'), 1, 2), apply(pick('*'), 4, 5), apply(pick('?'), 1, 1));
  printf("%d %d\n", pick('-') == sub, (*pick('-'))(9, 4));
  return 0;
}
