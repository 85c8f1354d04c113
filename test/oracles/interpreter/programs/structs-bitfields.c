/* Bit-fields, signed and unsigned. */
/* Outcomes: one */
#include <stdio.h>

struct flags { unsigned ready : 1; unsigned level : 3; int delta : 4; unsigned rest : 8; };

int main(void) {
  struct flags f = {1, 5, -3, 200};
  printf("%u %u %d %u\n", f.ready, f.level, f.delta, f.rest);
  f.level += 4;
  f.delta = 9;
  f.rest += 100;
  printf("%u %d %u\n", f.level, f.delta, f.rest);
  f.ready = !f.ready;
  printf("%u %d\n", f.ready, (int)sizeof f);
  return 0;
}
