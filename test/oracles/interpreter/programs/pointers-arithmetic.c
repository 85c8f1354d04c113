/* Pointers move by elements; differences, comparisons, indexing from both sides. */
/* Outcomes: one */
#include <stdio.h>

int main(void) {
  int values[6] = {10, 20, 30, 40, 50, 60};
  int *first = values, *last = &values[5], *p;
  char *bytes = (char *)values;
  printf("%d\n", (int)(last - first));
  printf("%d %d\n", *(first + 2), 3[values]);
  printf("%d\n", (int)((char *)last - (char *)first));
  for (p = last; p >= first; p -= 2) printf("%d ", *p);
  printf("\n%d %d\n", first < last, p == first - 1);
  printf("%d\n", *(int *)(bytes + 8));
  *(first + 1) += 5;
  first[2] = *first + first[1];
  printf("%d %d\n", values[1], values[2]);
  return 0;
}
