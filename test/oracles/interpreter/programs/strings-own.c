/* String functions written by hand with pointers. */
/* Outcomes: one */
#include <stdio.h>

static int length(const char *s) { const char *p = s; while (*p) p++; return (int)(p - s); }
static char *copy(char *to, const char *from) { char *start = to; while ((*to++ = *from++)) ; return start; }
static void upper(char *s) { for (; *s; ++s) if (*s >= 'a' && *s <= 'z') *s -= 'a' - 'A'; }
static void reverse(char *s) {
  char *e = s + length(s);
  while (s < --e) { char t = *s; *s++ = *e; *e = t; }
}
static int number(const char *s) {
  int sign = 1, n = 0;
  if (*s == '-') { sign = -1; ++s; }
  while (*s >= '0' && *s <= '9') n = n * 10 + (*s++ - '0');
  return sign * n;
}
static void hex(unsigned n, char *out) {
  static const char digits[] = "0123456789abcdef";
  char part[9];
  int i = 0;
  do { part[i++] = digits[n & 15]; } while (n >>= 4);
  while (i) *out++ = part[--i];
  *out = 0;
}

int main(void) {
  char text[20], digits[10];
  printf("%d %s\n", length("hello"), copy(text, "hello"));
  upper(text);
  reverse(text);
  printf("%s %d %d\n", text, number("-120x"), number("77"));
  hex(48879, digits);
  printf("%s\n", digits);
  return 0;
}
