/* Overloads, default arguments, namespaces, enum class, static members. */
/* Outcomes: one */
#include <cstdio>

namespace net {
enum class Kind { Host = 1, Service, Protocol };
static const char *name(Kind kind) { return kind == Kind::Host ? "host" : kind == Kind::Service ? "service" : "protocol"; }
namespace detail { static int hidden(int n) { return n + 1; } }
}

static void show(int n) { std::printf("int %d\n", n); }
static void show(const char *s) { std::printf("text %s\n", s); }
static void show(double d, int digits = 1) { std::printf("double %.*f\n", digits, d); }

class Counter {
 public:
  Counter() { ++alive; ++made; }
  ~Counter() { --alive; }
  static int alive, made;
};
int Counter::alive = 0;
int Counter::made = 0;

int main() {
  show(3);
  show("x");
  show(2.5);
  show(2.25, 2);
  show('A');
  using net::Kind;
  std::printf("%s %s %d\n", net::name(Kind::Service), net::name(Kind::Protocol), static_cast<int>(Kind::Host));
  std::printf("%d\n", net::detail::hidden(4));
  { Counter a, b; { Counter c; } std::printf("%d %d\n", Counter::alive, Counter::made); }
  std::printf("%d %d\n", Counter::alive, Counter::made);
  return 0;
}
