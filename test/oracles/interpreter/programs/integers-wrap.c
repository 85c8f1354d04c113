/* Unsigned integers of each width wrap; narrow ones convert when they are stored. */
/* Outcomes: one */
#include <stdio.h>

int main(void) {
  unsigned char c = 250;
  unsigned short s = 65535;
  unsigned int u = 0xFFFFFFFFu;
  unsigned long long q = 0xFFFFFFFFFFFFFFFFull;
  signed char sc = 127;
  short ss = 32767;
  c += 10;
  s++;
  u += 2;
  q += 3;
  sc = (signed char)(sc + 1);
  ss = (short)(ss + 1);
  printf("%d %d %u %llu %d %d\n", c, s, u, q, sc, ss);
  u = 0;
  printf("%u %d\n", u - 1, (int)(u - 1));
  c = 0;
  c--;
  printf("%d %d\n", c, (unsigned char)~c);
  printf("%d %d\n", (char)200, (unsigned char)-56);
  printf("%d\n", (short)0x12345);
  return (int)(c & 0x3F);
}
