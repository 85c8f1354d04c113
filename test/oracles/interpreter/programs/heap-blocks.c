/* malloc, calloc, realloc and free; a growing array. */
/* Outcomes: one */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list { int *items; int used, room; };

static void add(struct list *list, int item) {
  if (list->used == list->room) {
    list->room = list->room ? list->room * 2 : 2;
    list->items = realloc(list->items, list->room * sizeof *list->items);
  }
  list->items[list->used++] = item;
}

int main(void) {
  struct list list = {NULL, 0, 0};
  int i, sum = 0;
  char *zero = calloc(4, 3), *text;
  for (i = 0; i < 9; ++i) add(&list, i * 3);
  for (i = 0; i < list.used; ++i) sum += list.items[i];
  printf("%d %d %d\n", sum, list.used, list.room);
  for (i = 0; i < 12; ++i) sum += zero[i];
  printf("%d\n", sum);
  text = malloc(6);
  strcpy(text, "block");
  text = realloc(text, 32);
  strcat(text, " grown");
  printf("%s\n", text);
  free(text);
  free(zero);
  free(list.items);
  free(NULL);
  return 0;
}
