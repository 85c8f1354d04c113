/* Structures by value, returned, in arrays, with tables of functions; compound literals, designated initialisers, nested braces. */
/* Outcomes: one */
#include <stdio.h>
#include <string.h>
typedef struct { double re, im; } complex_t;
typedef struct { const char *name; int (*run)(int, int); } op;
typedef struct { char host[16]; unsigned short port; struct { int tries; int delay[3]; } retry; } config;
static complex_t mul(complex_t a, complex_t b) { complex_t r; r.re = a.re * b.re - a.im * b.im; r.im = a.re * b.im + a.im * b.re; return r; }
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static config changed(config c) { strcpy(c.host, "changed"); c.retry.delay[1] = 99; return c; }
static int total(const config *c) { int i, t = 0; for (i = 0; i < 3; i++) t += c->retry.delay[i]; return t; }
int main(void)
{
  complex_t z = { 1, 2 }, w = mul(z, mul(z, z));
  op ops[] = { { "add", add }, { "sub", &sub } };
  config c = { "host", 80, { 3, { 1, 2, 3 } } }, d, e = { .port = 25, .retry = { .delay = { [2] = 7 } } };
  unsigned i;
  printf("%.1f %.1f\n", w.re, w.im);
  for (i = 0; i < sizeof ops / sizeof ops[0]; i++) printf("%s=%d ", ops[i].name, ops[i].run(7, 3));
  d = changed(c);
  printf("%s %d %s %d\n", c.host, total(&c), d.host, total(&d));
  printf("[%s] %u %d %d\n", e.host, e.port, e.retry.tries, total(&e));
  printf("%d\n", total(&(config){ "x", 1, { 0, { 10, 20, 30 } } }));
  printf("%d\n", (*ops[1].run)(1, 2));
  printf("%d\n", mul((complex_t){ 0, 1 }, (complex_t){ 0, 1 }).re < 0);
  return 0;
}
