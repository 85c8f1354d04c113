/* Variable arguments: own printf, vsprintf, lists handed on, structures and doubles among them. */
/* Outcomes: one */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
typedef struct { int x, y; } point;
static void trace(const char *format, ...) { char b[200]; va_list args; va_start(args, format); vsprintf(b, format, args); va_end(args); printf("[%s]\n", b); }
static int sum(int n, ...) { va_list a; int t = 0; va_start(a, n); while (n-- > 0) t += va_arg(a, int); va_end(a); return t; }
static double mean(int n, ...) { va_list a; double t = 0; int i; va_start(a, n); for (i = 0; i < n; i++) t += va_arg(a, double); va_end(a); return t / n; }
static void joined(char *out, ...) { va_list a; const char *s; *out = 0; va_start(a, out); while ((s = va_arg(a, const char *)) != NULL) strcat(out, s); va_end(a); }
static void vlog(int level, const char *f, va_list a) { printf("%d:", level); vprintf(f, a); }
static void log2(int level, const char *f, ...) { va_list a; va_start(a, f); vlog(level, f, a); va_end(a); }
static int small(int n, ...) { va_list a; int c, s; va_start(a, n); c = va_arg(a, int); s = va_arg(a, int); va_end(a); return c * 1000 + s; }
int main(void)
{
  char b[64];
  trace("%s=%d %c", "port", 80, 'x');
  printf("%d %d\n", sum(3, 1, 2, 3), sum(0));
  printf("%.2f\n", mean(4, 1.0, 2.5, 3.0, 3.5f));
  joined(b, "a", "bc", "def", (char *)NULL);
  printf("%s\n", b);
  log2(2, "%d-%s\n", 7, "seven");
  printf("%d\n", small(2, 'a', (short)-3));
  return 0;
}
