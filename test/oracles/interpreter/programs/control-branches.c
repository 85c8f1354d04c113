/* if, else, nested and chained; conditions with side effects. */
/* Outcomes: one */
#include <stdio.h>

static int calls;
static int check(int value) { ++calls; return value > 3; }

int main(void) {
  int i;
  for (i = 0; i < 6; ++i) {
    if (i == 0) printf("zero\n");
    else if (i % 2) {
      if (i == 3) printf("three\n");
      else printf("odd %d\n", i);
    } else
      printf("even %d\n", i);
  }
  if (check(2) && check(5)) printf("both\n");
  if (check(2) || check(5)) printf("either\n");
  printf("calls %d\n", calls);
  printf("%s %s\n", !calls ? "none" : "some", calls > 3 ? "many" : "few");
  return 0;
}
