/* Sorting: insertion sort, and qsort with a comparison function. */
/* Outcomes: one */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_number(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void insertion(int *list, int n) {
  int i, j;
  for (i = 1; i < n; ++i) {
    int value = list[i];
    for (j = i; j > 0 && list[j - 1] > value; --j) list[j] = list[j - 1];
    list[j] = value;
  }
}

int main(void) {
  int a[] = {5, 2, 9, -1, 7}, b[] = {40, 10, 30, 20};
  const char *words[] = {"pear", "apple", "fig"};
  int i;
  insertion(a, 5);
  qsort(b, 4, sizeof *b, by_number);
  qsort(words, 3, sizeof *words, by_text);
  for (i = 0; i < 5; ++i) printf("%d ", a[i]);
  for (i = 0; i < 4; ++i) printf("%d ", b[i]);
  for (i = 0; i < 3; ++i) printf("%s ", words[i]);
  printf("\n");
  return 0;
}
