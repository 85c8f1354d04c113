/* Unions and the bytes of numbers, little-endian. */
/* Outcomes: one */
#include <stdio.h>
#include <string.h>

union word { unsigned int value; unsigned char bytes[4]; struct { unsigned short low, high; } half; };
struct tagged { int kind; union { int number; const char *text; } u; };

static void print(const struct tagged *t) {
  if (t->kind == 0) printf("number %d\n", t->u.number);
  else printf("text %s\n", t->u.text);
}

int main(void) {
  union word w;
  struct tagged a = {0, {42}}, b;
  unsigned int copy;
  w.value = 0x11223344;
  printf("%x %x %x %x\n", w.bytes[0], w.bytes[3], w.half.low, w.half.high);
  w.bytes[1] = 0xAB;
  printf("%x\n", w.value);
  memcpy(&copy, w.bytes, 4);
  printf("%d\n", copy == w.value);
  b.kind = 1;
  b.u.text = "hello";
  print(&a);
  print(&b);
  return 0;
}
