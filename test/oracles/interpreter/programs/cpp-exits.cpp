/* exit() from a constructor of a global's user, _exit without destructors. */
/* Outcomes: one */
#include <cstdio>
#include <cstdlib>
struct Log { Log() { std::printf("open\n"); } ~Log() { std::printf("closed\n"); } void line(const char *s) { std::printf("%s\n", s); } };
static Log &log() { static Log one; return one; }

static void first() { log().line("first"); }
static int table[2] = {1, 2};
struct User { User() { log().line("user"); } ~User() { log().line("user gone"); } };
static User user;
int main() {
  std::atexit(first);
  log().line(table[1] == 2 ? "main" : "?");
  if (table[0]) std::exit(table[1]);
  return 0;
}
