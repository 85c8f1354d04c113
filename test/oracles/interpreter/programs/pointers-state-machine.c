/* Tables of functions, state machines, contexts through void pointers, enumeration with a callback that stops it. */
/* Outcomes: one */
#include <stdio.h>
#include <string.h>
typedef int (*visit_t)(const char *name, int value, void *context);
typedef struct { int count, limit; char text[64]; } context_t;
static const struct { const char *name; int value; } table[] = { { "one", 1 }, { "two", 2 }, { "three", 3 }, { "four", 4 } };
static int each(visit_t visit, void *context) { size_t i; for (i = 0; i < sizeof table / sizeof *table; i++) if (!visit(table[i].name, table[i].value, context)) return 0; return 1; }
static int collect(const char *name, int value, void *context) { context_t *c = context; if (c->count >= c->limit) return 0; strcat(c->text, name); strcat(c->text, ";"); c->count += value; return 1; }
typedef struct machine machine;
typedef void (*step_t)(machine *, char);
struct machine { step_t step; int words; };
static void outside(machine *m, char c); 
static void inside(machine *m, char c) { if (c == ' ') m->step = outside; }
static void outside(machine *m, char c) { if (c != ' ') { m->words++; m->step = inside; } }
static int (*choose(int add))(int, int);
static int plus(int a, int b) { return a + b; }
static int times(int a, int b) { return a * b; }
static int (*choose(int add))(int, int) { return add ? plus : times; }
int main(void)
{
  context_t c = { 0, 4, "" };
  machine m = { outside, 0 };
  const char *p;
  printf("%d %s\n", each(collect, &c), c.text);
  for (p = "  the quick brown  fox "; *p; p++) m.step(&m, *p);
  printf("%d\n", m.words);
  printf("%d %d\n", choose(1)(3, 4), (*choose(0))(3, 4));
  return 0;
}
