/* Globals, statics in functions, initialisers, scopes that hide names. */
/* Outcomes: one */
#include <stdio.h>

static int counter = 5;
static int zero;
static int table[3] = {1, 2};
static int *pointer = &table[1];
static const char *text = "global";

static int next(void) { static int calls = 10; return ++calls; }

int main(void) {
  int counter2 = counter, i;
  next();
  next();
  printf("%d %d %d %d %s\n", next(), zero, table[2], *pointer, text);
  {
    int counter = 1;
    counter++;
    { int counter = 100; (void)counter; }
    printf("%d\n", counter);
  }
  counter += 2;
  for (i = 0; i < 2; ++i) { int fresh = i * 10; static int kept = 3; kept += fresh + 1; printf("%d %d\n", fresh, kept); }
  printf("%d %d\n", counter, counter2);
  return counter;
}
