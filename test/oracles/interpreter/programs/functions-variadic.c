/* Functions with a variable number of arguments. */
/* Outcomes: one */
#include <stdarg.h>
#include <stdio.h>

static int sum(int count, ...) {
  va_list list;
  int total = 0;
  va_start(list, count);
  while (count--) total += va_arg(list, int);
  va_end(list);
  return total;
}

static void trace(const char *format, ...) {
  va_list list;
  char line[80];
  va_start(list, format);
  vsnprintf(line, sizeof line, format, list);
  va_end(list);
  printf("<%s>\n", line);
}

int main(void) {
  printf("%d %d\n", sum(3, 1, 2, 3), sum(0));
  trace("%s=%d", "x", 5);
  trace("plain");
  return sum(2, 20, 22);
}
