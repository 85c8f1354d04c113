/* Operators of one's own. */
/* Outcomes: one */
#include <cstdio>

struct Vec {
  int x, y;
  Vec operator+(const Vec &o) const { return {x + o.x, y + o.y}; }
  Vec &operator+=(const Vec &o) { x += o.x; y += o.y; return *this; }
  Vec operator-() const { return {-x, -y}; }
  bool operator==(const Vec &o) const { return x == o.x && y == o.y; }
  int operator[](int i) const { return i ? y : x; }
  int operator()(int k) const { return k * (x + y); }
  Vec &operator++() { ++x; return *this; }
  explicit operator bool() const { return x || y; }
};
static Vec operator*(int k, const Vec &v) { return {k * v.x, k * v.y}; }

int main() {
  Vec a{1, 2}, b{3, 4};
  Vec c = a + 2 * b;
  c += -a;
  ++c;
  std::printf("%d %d %d %d\n", c.x, c[1], c == Vec{7, 8}, c(2));
  std::printf("%s %s\n", Vec{0, 0} ? "yes" : "no", a ? "yes" : "no");
  return 0;
}
