/* Arrays of structures in structures, pointers to members, anonymous members. */
/* Outcomes: one */
#include <stdio.h>

struct request { int id; struct { char name[12]; int tries; } target; };
struct table { int used; struct request slots[4]; };

static struct request *add(struct table *t, int id, const char *name) {
  struct request *r;
  int i;
  if (t->used == 4) return NULL;
  r = &t->slots[t->used++];
  r->id = id;
  for (i = 0; name[i] && i < 11; ++i) r->target.name[i] = name[i];
  r->target.name[i] = 0;
  r->target.tries = 0;
  return r;
}

int main(void) {
  struct table table = {0};
  struct request *r;
  int *tries, i;
  add(&table, 7, "alpha");
  r = add(&table, 9, "a-very-long-name");
  tries = &r->target.tries;
  *tries = 3;
  ++*tries;
  for (i = 0; i < table.used; ++i)
    printf("%d %s %d\n", table.slots[i].id, table.slots[i].target.name, table.slots[i].target.tries);
  add(&table, 1, "b");
  add(&table, 2, "c");
  printf("%d %d\n", add(&table, 3, "d") == NULL, (int)(r - table.slots));
  return 0;
}
