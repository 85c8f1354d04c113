/* Conversion operators, explicit, user-defined arithmetic, comparison, subscript, call, increment, stream-like and arrow operators. */
/* Outcomes: one */
#include <cstdio>
#include <cstring>

class Big {
 public:
  Big(int n = 0) : n_(n) {}
  Big &operator+=(const Big &o) { n_ += o.n_; return *this; }
  friend Big operator+(Big a, const Big &b) { return a += b; }
  Big operator-() const { return Big(-n_); }
  Big &operator++() { ++n_; return *this; }
  Big operator++(int) { Big old(*this); ++n_; return old; }
  bool operator<(const Big &o) const { return n_ < o.n_; }
  bool operator==(const Big &o) const { return n_ == o.n_; }
  operator long() const { return n_; }
  int n_;
};

class Text {
 public:
  Text(const char *s = "") { std::strcpy(s_, s); }
  operator const char *() const { return s_; }
  char &operator[](int i) { return s_[i]; }
  const char &operator[](int i) const { return s_[i]; }
  Text &operator<<(const char *s) { std::strcat(s_, s); return *this; }
  Text &operator<<(int n) { std::sprintf(s_ + std::strlen(s_), "%d", n); return *this; }
  int operator()(char c) const { int k = 0; for (const char *p = s_; *p; p++) k += *p == c; return k; }
  bool operator!() const { return !*s_; }
 private:
  char s_[64];
};

struct Inner { int v; };
struct Proxy { Inner *p; Inner *operator->() { return p; } Inner &operator*() { return *p; } };

class Flag { public: explicit operator bool() const { return true; } };
static int take(const char *s) { return (int)std::strlen(s); }
#include <new>

int main() {
  Big a(3), b = 4;
  Big c = a + b + Big(5);
  std::printf("%ld %ld %ld\n", (long)c, (long)-c, (long)(Big(1) + a));
  Big d = c++;
  ++c;
  std::printf("%d %d %d %d\n", d.n_, c.n_, a < b, a == Big(3));
  Text t("ab");
  t << "cab" << 42;
  t[0] = 'c';
  std::printf("%s %d %d %d %c\n", (const char *)t, t('c'), !t, take(t), t[1]);
  Inner inner = {5};
  Proxy proxy = {&inner};
  proxy->v++;
  (*proxy).v *= 2;
  std::printf("%d\n", inner.v);
  Flag f;
  if (f) std::printf("flag\n");
  long sum = a;
  sum += b;
  std::printf("%ld\n", sum);
  char raw[sizeof(Big)];
  Big *placed = new (raw) Big(77);
  std::printf("%d\n", placed->n_);
  return 0;
}
