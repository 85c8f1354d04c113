/* Overloads on int and long, which are one width and two types: variables, literals, pointers, references, members, templates. */
/* Outcomes: one */
#include <stdio.h>
#include <windows.h>

static const char *kind(int) { return "int"; }
static const char *kind(long) { return "long"; }
static const char *kind(unsigned) { return "unsigned"; }
static const char *kind(unsigned long) { return "unsigned long"; }
static const char *kind(long long) { return "long long"; }
static const char *kind(double) { return "double"; }
static const char *kind(const int *) { return "int *"; }
static const char *kind(const long *) { return "long *"; }

static int twice(int &n) { n *= 2; return 1; }
static int twice(long &n) { n *= 3; return 2; }

class Writer {
public:
  Writer() : ints(0), longs(0) {}
  Writer &operator<<(int n) { ints += n; return *this; }
  Writer &operator<<(long n) { longs += n; return *this; }
  int ints;
  long longs;
};

template <class T> static const char *of(T value) { return kind(value); }
template <class T> static const char *at(T *value) { return kind(*value); }

int main()
{
  int i = 4;
  long l = 5;
  unsigned u = 6;
  unsigned long ul = 7;
  DWORD d = 8;
  LONG g = 9;
  short s = 10;
  char c = 'c';
  printf("%s %s %s %s\n", kind(i), kind(l), kind(u), kind(ul));
  printf("%s %s %s %s\n", kind(d), kind(g), kind(s), kind(c));
  printf("%s %s %s %s\n", kind(1), kind(1L), kind(1u), kind(1ul));
  printf("%s %s %s\n", kind(1LL), kind(1.0f), kind('x'));
  printf("%s %s\n", kind(&i), kind(&l));
  printf("%s %s %s\n", kind(l + 1), kind((long)i), kind((int)l));
  printf("%s %s %s %s %s\n", of(i), of(l), of(2L), at(&l), of(d));
  int a = twice(i);
  int b = twice(l);
  printf("%d %d %d %d\n", a, i, b, (int)l);
  Writer w;
  w << 1 << 2L << i << l;
  printf("%d %ld\n", w.ints, w.longs);
  return 0;
}
