/* std::bind: functions and members, placeholders in another order, bound values, in std::function and in a container. */
/* Outcomes: one */
#include <stdio.h>
#include <functional>
#include <map>
#include <string>
#include <vector>

static int sub(int a, int b) { return a - b; }
static double half(double x) { return x / 2; }
static const char *pick(int n, const char *a, const char *b) { return n ? a : b; }
static int calls;
static void note(const char *what) { printf("note %s %d\n", what, ++calls); }

class Counter {
public:
  Counter(int n) : number(n) {}
  void add(int k) { number += k; }
  int times(int x, int y) const { return number * x + y; }
  virtual const char *name() { return "counter"; }
  int number;
};

class Loud : public Counter {
public:
  Loud(int n) : Counter(n) {}
  const char *name() { return "loud"; }
};

typedef std::function<void(int)> Handler;

class Client {
public:
  Client() : sum(0)
  {
    handlers["add"] = std::bind(&Client::onAdd, this, std::placeholders::_1);
    handlers["drop"] = std::bind(&Client::onDrop, this, std::placeholders::_1, 2);
  }
  void send(const std::string &what, int n)
  {
    if (handlers.count(what)) handlers[what](n);
    else printf("no %s\n", what.c_str());
  }
  int sum;

private:
  void onAdd(int n) { sum += n; }
  void onDrop(int n, int factor) { sum -= n * factor; }
  std::map<std::string, Handler> handlers;
};

int main()
{
  using namespace std::placeholders;
  auto reversed = std::bind(sub, _2, _1);
  auto fixed = std::bind(&sub, 100, _1);
  printf("%d %d %d\n", reversed(1, 10), fixed(1), std::bind(sub, 7, 3)());
  printf("%.2f %s %s\n", std::bind(half, _1)(5.0), std::bind(pick, _1, "yes", "no")(0), std::bind(pick, 1, _1, _1)("x"));

  Counter counter(3);
  Loud loud(4);
  auto add = std::bind(&Counter::add, &counter, _1);
  add(5);
  add(6);
  printf("%d %d\n", counter.number, std::bind(&Counter::times, &counter, _2, _1)(1, 10));
  printf("%s %s\n", std::bind(&Counter::name, &counter)(), std::bind(&Counter::name, (Counter *)&loud)());

  std::function<int(int)> f = std::bind(sub, _1, 1);
  std::function<int(int)> g = f;
  f = std::bind(&Counter::times, &loud, _1, _1);
  printf("%d %d\n", f(10), g(10));

  std::vector<std::function<void()>> later;
  later.push_back(std::bind(note, "first"));
  later.push_back(std::bind(&Counter::add, &loud, 38));
  later.push_back(std::bind(note, "last"));
  for (size_t i = 0; i < later.size(); i++) later[i]();
  printf("%d\n", loud.number);

  Client client;
  client.send("add", 10);
  client.send("drop", 3);
  client.send("none", 1);
  printf("%d\n", client.sum);
  return 0;
}
