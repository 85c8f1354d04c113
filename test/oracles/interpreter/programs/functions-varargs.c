/* Variable arguments: passed on to vsprintf, copied, and of mixed types. */
/* Outcomes: one */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void say(const char *format, ...) {
  char line[64];
  va_list list;
  va_start(list, format);
  vsprintf(line, format, list);
  va_end(list);
  printf("[%s]\n", line);
}

static double total(int count, ...) {
  double sum = 0;
  va_list list;
  va_start(list, count);
  while (count-- > 0) sum += va_arg(list, double);
  va_end(list);
  return sum;
}

static int twice(const char *kinds, va_list list) {
  int sum = 0;
  va_list again;
  va_copy(again, list);
  for (int pass = 0; pass < 2; pass++) {
    for (const char *k = kinds; *k; k++) {
      if (*k == 'i') sum += pass ? va_arg(again, int) : va_arg(list, int);
      else sum += (int)strlen(pass ? va_arg(again, const char *) : va_arg(list, const char *));
    }
  }
  va_end(again);
  return sum;
}

static int both(const char *kinds, ...) {
  va_list list;
  va_start(list, kinds);
  int sum = twice(kinds, list);
  va_end(list);
  return sum;
}

int main(void) {
  say("%s:%d", "port", 80);
  say("%c%5.2f%%", 'x', 2.5);
  say("nothing");
  printf("%.1f\n", total(3, 1.5, 2.0, 3.25));
  printf("%d\n", both("iis", 4, 5, "abc"));
  return 0;
}
