/* Pointers to pointers, out-parameters, swapping. */
/* Outcomes: one */
#include <stdio.h>

static void swap(int *a, int *b) { int t = *a; *a = *b; *b = t; }
static void choose(int which, int *a, int *b, int **result) { *result = which ? a : b; }
static int length(const char **list) { int n = 0; while (list[n]) ++n; return n; }

int main(void) {
  int x = 1, y = 2, *p = NULL, **pp = &p;
  const char *names[] = {"one", "two", "three", NULL};
  swap(&x, &y);
  printf("%d %d %d\n", x, y, p == NULL);
  choose(1, &x, &y, &p);
  **pp = 7;
  printf("%d %d\n", x, *p);
  choose(0, &x, &y, pp);
  *p += 10;
  printf("%d %d %d\n", x, y, p == &y);
  printf("%d %s %c\n", length(names), *(names + 1), *names[2]);
  return 0;
}
