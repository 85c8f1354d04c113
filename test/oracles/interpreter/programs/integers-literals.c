/* Literals: hexadecimal, octal, characters, suffixes, escapes. */
/* Outcomes: one */
#include <stdio.h>

#define TWICE(x) ((x) * 2)
#define JOIN(a, b) a##b

int main(void) {
  int JOIN(num, ber) = 0x7F + 017 + 'A';
  printf("%d\n", number);
  printf("%d %d %d\n", '\n', '\0', '\x41');
  printf("%d\n", '\377');
  printf("%u\n", 4000000000u);
  printf("%lld\n", 0x100000000);
  printf("%d\n", TWICE(3 + 4));
  printf("a\tb\\c\"d\"%%\n");
  printf("one " "two" "\x20three\n");
  return 0;
}
