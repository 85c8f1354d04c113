/* Bit-fields: signed ones, wrap, increments, and the bytes they share with a union. */
/* Outcomes: one */
#include <stdio.h>
#include <string.h>

struct Flags {
  unsigned ready : 1;
  unsigned level : 3;
  int delta : 4;
  unsigned rest : 8;
};
union Word {
  struct Flags flags;
  unsigned char bytes[4];
  unsigned whole;
};

int main(void) {
  union Word w;
  memset(&w, 0, sizeof w);
  w.flags.ready = 1;
  w.flags.level = 5;
  w.flags.delta = -3;
  w.flags.rest = 0xAB;
  printf("%u %u %d %u %#x\n", w.flags.ready, w.flags.level, w.flags.delta, w.flags.rest, w.whole);
  w.flags.level += 4;
  w.flags.delta--;
  w.flags.rest <<= 1;
  printf("%u %d %u\n", w.flags.level, w.flags.delta, w.flags.rest);
  printf("%02x %02x\n", w.bytes[0], w.bytes[1]);
  w.bytes[1] = 0x10;
  printf("%u %d\n", w.flags.rest, w.flags.level == 1 && w.flags.delta < 0);
  return 0;
}
