/* Tagged unions, with members of structs without a name, by value and through pointers. */
/* Outcomes: one */
#include <stdio.h>

enum Kind { NUMBER, TEXT, PAIR };
struct Value {
  enum Kind kind;
  union {
    int number;
    const char *text;
    struct { short left, right; } pair;
  };
};

static struct Value number(int n) { struct Value v = {.kind = NUMBER, .number = n}; return v; }
static struct Value text(const char *t) { struct Value v = {TEXT}; v.text = t; return v; }
static struct Value pair(short a, short b) { return (struct Value){.kind = PAIR, .pair = {a, b}}; }

static void show(const struct Value *v) {
  switch (v->kind) {
    case NUMBER: printf("number %d\n", v->number); break;
    case TEXT: printf("text %s\n", v->text); break;
    case PAIR: printf("pair %d,%d\n", v->pair.left, v->pair.right); break;
  }
}

int main(void) {
  struct Value list[4] = {number(42), text("host"), pair(-1, 7)};
  struct Value copy = list[2];
  copy.pair.left++;
  list[3] = copy;
  for (int i = 0; i < 4; i++) show(&list[i]);
  copy.kind = NUMBER;
  show(&copy);
  return (int)sizeof list[0].pair;
}
