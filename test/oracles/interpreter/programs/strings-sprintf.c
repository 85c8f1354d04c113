/* sprintf, snprintf that cuts, and numbers read back. */
/* Outcomes: one */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  char text[64], small[6];
  char *end;
  long value;
  int n = sprintf(text, "%s-%d", "id", 17);
  printf("%s %d\n", text, n);
  n = snprintf(small, sizeof small, "%s", "abcdefgh");
  printf("%s %d\n", small, n);
  sprintf(text + strlen(text), "/%02x", 10);
  printf("%s\n", text);
  printf("%d %d %d\n", atoi("123"), atoi("-45abc"), atoi("x"));
  value = strtol("0x1F rest", &end, 16);
  printf("%ld%s\n", value, end);
  printf("%ld\n", strtol("077", NULL, 0));
  printf("%lu\n", strtoul("4294967295", NULL, 10));
  puts("end");
  putchar('!');
  putchar('\n');
  return 0;
}
