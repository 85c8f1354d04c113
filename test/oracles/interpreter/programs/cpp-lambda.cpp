/* Lambdas: captures by value and reference, mutable ones, parameters and results. */
/* Outcomes: one */
#include <cstdio>

template <typename F>
static void times(int n, F f) { for (int i = 0; i < n; ++i) f(i); }

int main() {
  int total = 0, base = 10;
  auto add = [&total](int n) { total += n; };
  auto offset = [base](int n) { return base + n; };
  base = 100;
  times(4, add);
  std::printf("%d %d\n", total, offset(5));
  auto counter = [n = 0]() mutable { return ++n; };
  counter();
  std::printf("%d\n", counter() + counter());
  times(2, [&](int i) { base += i; std::printf("%d\n", base); });
  int (*plain)(int) = [](int n) { return n * n; };
  std::printf("%d\n", plain(9));
  return 0;
}
