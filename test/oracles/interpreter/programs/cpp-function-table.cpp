/* Calls by name: functions as values in a map, pointers to members, static functions, lambdas with captures. */
/* Outcomes: one */
#include <cstdio>
#include <functional>
#include <map>
#include <string>

class Calculator {
 public:
  explicit Calculator(int base) : base_(base) {}
  int add(int n) { return base_ += n; }
  int sub(int n) { return base_ -= n; }
  static int constant(int n) { return n * 100; }

 private:
  int base_;
};

typedef int (Calculator::*Operation)(int);

int main() {
  Calculator c(10);
  Operation operations[] = {&Calculator::add, &Calculator::sub, &Calculator::add};
  for (Operation op : operations) std::printf("%d ", (c.*op)(3));
  std::printf("\n");
  int calls = 0;
  std::map<std::string, std::function<int(int, int)>> table;
  table["add"] = [&calls](int a, int b) { ++calls; return a + b; };
  table["mul"] = [](int a, int b) { return a * b; };
  int bias = 5;
  table["bias"] = [bias](int a, int) { return a + bias; };
  bias = 50;
  for (const auto &entry : table) std::printf("%s %d\n", entry.first.c_str(), entry.second(6, 7));
  std::printf("%d %d\n", calls, table.count("div") ? 1 : 0);
  int (*plain)(int) = Calculator::constant;
  std::function<int(int)> held = plain;
  std::printf("%d %d\n", held(3), plain(4));
  return 0;
}
