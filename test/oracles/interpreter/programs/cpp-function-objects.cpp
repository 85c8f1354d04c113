/* std::function in containers, captures by value and reference, mutable lambdas,  functors. */
/* Outcomes: one */
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

static int twice(int x) { return 2 * x; }
struct Adder { int n; int operator()(int x) const { return x + n; } };

class Button {
 public:
  void onClick(std::function<void(const std::string &)> f) { handlers_.push_back(f); }
  void click(const std::string &s) { for (auto &h : handlers_) h(s); }
 private:
  std::vector<std::function<void(const std::string &)>> handlers_;
};

static std::function<int()> counter() { int n = 0; return [n]() mutable { return ++n; }; }

int main() {
  std::vector<std::function<int(int)>> list;
  int base = 100;
  list.push_back(twice);
  list.push_back(Adder{7});
  list.push_back([base](int x) { return base + x; });
  list.push_back([&base](int x) { base += x; return base; });
  for (size_t i = 0; i < list.size(); i++) std::printf("%d ", list[i](5));
  std::printf("%d\n", base);
  Button b;
  int clicks = 0;
  b.onClick([&](const std::string &s) { clicks += (int)s.size(); });
  b.onClick([&](const std::string &s) { std::printf("clicked %s\n", s.c_str()); });
  b.click("ok");
  b.click("cancel");
  std::printf("%d\n", clicks);
  auto c = counter(), d = c;
  c(); c();
  std::printf("%d %d\n", c(), d());
  std::map<std::string, std::function<double(double, double)>> ops;
  ops["+"] = [](double x, double y) { return x + y; };
  ops["*"] = [](double x, double y) { return x * y; };
  std::printf("%.1f %.1f\n", ops["+"](2, 3), ops["*"](2, 3));
  std::vector<int> v = {5, 2, 8, 1};
  std::sort(v.begin(), v.end(), [](int x, int y) { return x > y; });
  for (int x : v) std::printf("%d ", x);
  std::printf("%d\n", (int)std::count_if(v.begin(), v.end(), [](int x) { return x % 2 == 0; }));
  std::function<int(int)> recurse = [&](int n) { return n < 2 ? 1 : n * recurse(n - 1); };
  std::printf("%d %d\n", recurse(5), (bool)std::function<void()>());
  auto generic = [](auto x) { return x + 1; };
  std::printf("%d %c\n", generic(1), generic('a'));
  return 0;
}
