/* Macros: pasting, strings, varargs, do-while, X lists, conditionals, line continuation, shadowed names. */
/* Outcomes: one */
#include <stdio.h>
#define STR2(x) #x
#define STR(x) STR2(x)
#define PASTE(a, b) a##b
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define SWAP(T, a, b) do { T t_ = (a); (a) = (b); (b) = t_; } while (0)
#define LOG(f, ...) printf("log: " f, __VA_ARGS__)
enum { S_idle, S_busy = 5, S_done, S_count = 3 };
#define ROW(n) { #n, S_##n }
#define END { 0, 0 }
static const struct { const char *name; int value; } rows[] = { ROW(idle), ROW(busy), ROW(done), END };
#define VERSION 3
#if VERSION > 2 && defined(ROW)
#define NEWER 1
#else
#define NEWER 0
#endif
#define for_each(i, n) for (int i = 0; i < (n); i++)
#define call(x) f(x)
static int f(int x) { return x + 1; }
int main(void)
{
  int PASTE(va, lue) = 5, other = 9;
  printf("%s %s\n", STR(VERSION), STR2(VERSION));
  SWAP(int, value, other);
  { int most = MAX(value++, other); printf("%d %d %d\n", value, other, most); }
  printf("%d\n", value);
  LOG("%d %s\n", 1, "two");
  for_each(i, S_count) printf("%s=%d%c", rows[i].name, rows[i].value, i + 1 < S_count ? ',' : '\n');
  printf("%d %d %d\n", NEWER, call(4), S_done);
  return 0;
}
