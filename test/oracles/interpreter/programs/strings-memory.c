/* memcpy, memmove, memset, memcmp. */
/* Outcomes: one */
#include <stdio.h>
#include <string.h>

int main(void) {
  char buffer[16];
  int numbers[4] = {1, 2, 3, 4}, copy[4];
  memset(buffer, '-', sizeof buffer);
  buffer[15] = 0;
  memcpy(buffer + 2, "abcdef", 6);
  printf("%s\n", buffer);
  memmove(buffer + 4, buffer + 2, 6);
  printf("%s\n", buffer);
  memmove(buffer, buffer + 4, 6);
  printf("%s\n", buffer);
  memcpy(copy, numbers, sizeof numbers);
  copy[2] = 30;
  printf("%d %d\n", memcmp(copy, numbers, 8), memcmp(copy, numbers, sizeof copy) > 0);
  memset(numbers, 0xFF, sizeof numbers);
  printf("%d %d\n", numbers[0], numbers[3]);
  printf("%d\n", memchr(buffer, 'e', 16) != NULL);
  return 0;
}
