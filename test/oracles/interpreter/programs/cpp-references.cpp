/* References as parameters, results, members and aliases. */
/* Outcomes: one */
#include <cstdio>

static void twice(int &n) { n *= 2; }
static int &pick(bool first, int &a, int &b) { return first ? a : b; }
static int read(const int &n) { return n + 1; }

struct Guard {
  explicit Guard(int &depth) : depth_(depth) { ++depth_; }
  ~Guard() { --depth_; }
  int &depth_;
};

int main() {
  int a = 1, b = 10, depth = 0;
  int &alias = a;
  twice(alias);
  pick(false, a, b) = 7;
  std::printf("%d %d %d\n", a, b, read(a * 3));
  {
    Guard g(depth);
    { Guard h(depth); std::printf("%d\n", depth); }
    std::printf("%d\n", depth);
  }
  std::printf("%d\n", depth);
  int list[3] = {1, 2, 3};
  for (int &n : list) n += 10;
  for (int n : list) std::printf("%d ", n);
  std::printf("\n");
  return 0;
}
