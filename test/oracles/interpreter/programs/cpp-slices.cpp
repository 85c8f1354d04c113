/* Slicing, hiding, default arguments, overloads on const, references to bases, calls of overridden functions from bases, using declarations. */
/* Outcomes: one */
#include <cstdio>
struct Base {
  int n;
  Base(int k = 1) : n(k) {}
  virtual int f(int x = 10) const { return n + x; }
  int g(int) { return 1; }
  int g(double) { return 2; }
  int h() const { return 4; }
  int h() { return 4; }
  int both() const { return f() * 2; }
  virtual ~Base() {}
};
struct Derived : Base {
  int m;
  Derived() : Base(5), m(7) {}
  int f(int x = 20) const { return m * x; }
  using Base::g;
  int g(const char *) { return 5; }
};
static int byValue(Base b) { return b.f(); }
static int byRef(const Base &b) { return b.f(); }
static int over(int) { return 1; }
static int over(double) { return 2; }
static int over(char) { return 3; }
static int over(const void *) { return 4; }
static int over(bool) { return 5; }
int main() {
  Derived d;
  const Derived c = d;
  Base &r = d;
  std::printf("%d %d %d %d\n", byValue(d), byRef(d), r.f(), d.f());
  std::printf("%d %d %d\n", d.g(1), d.g(1.5), d.g("x"));
  std::printf("%d %d %d\n", c.h(), d.h(), d.both());
  short s = 1;
  int *p = 0;
  std::printf("%d %d %d %d %d %d\n", over(s), over(1.5), over('a'), over(p), over(true), over(1 < 2));
  Base copy = d;
  copy.n = 100;
  r = copy;
  std::printf("%d %d %d\n", d.n, d.m, r.f(1));
  return 0;
}
