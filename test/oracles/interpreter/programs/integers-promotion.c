/* Promotion and the usual conversions: what compares as signed, what as unsigned. */
/* Outcomes: one */
#include <stdio.h>

int main(void) {
  unsigned char a = 200, b = 100;
  int minus = -1;
  unsigned one = 1;
  short s = -1;
  unsigned short us = 65535;
  long long wide = -1;
  printf("%d\n", a + b);
  printf("%d\n", (unsigned char)(a + b));
  printf("%d %d\n", minus < (int)one, minus < one);
  printf("%d %d\n", s == us, s == (short)us);
  printf("%d %d\n", wide < one, (unsigned long long)wide < one);
  printf("%d\n", a > -1);
  printf("%d\n", (a ^ 0xFF) == (unsigned char)~a);
  printf("%d\n", ~a == (unsigned char)~a);
  printf("%d %d\n", (int)sizeof(a + b), (int)sizeof(one + wide));
  printf("%lld\n", (long long)one - 2);
  printf("%u\n", one - 2);
  return 0;
}
