/* switch with fall-through, default in the middle, ranges of values and enumerations. */
/* Outcomes: one */
#include <stdio.h>

enum state { IDLE, BUSY = 5, DONE };

static const char *name(enum state state) {
  switch (state) {
    case IDLE: return "idle";
    case BUSY: return "busy";
    case DONE: return "done";
  }
  return "?";
}

static int weight(int c) {
  int sum = 0;
  switch (c) {
    case 'a':
    case 'b': sum += 1;
    case 'c': sum += 10; break;
    default: sum = -1; break;
    case 'd': sum = 100;
  }
  return sum;
}

int main(void) {
  printf("%d %d %d %d %d\n", weight('a'), weight('b'), weight('c'), weight('d'), weight('x'));
  printf("%s %s %s %s %d\n", name(IDLE), name(BUSY), name(DONE), name((enum state)3), DONE);
  switch (3) { }
  switch (2) { case 1: printf("one\n"); }
  return 0;
}
