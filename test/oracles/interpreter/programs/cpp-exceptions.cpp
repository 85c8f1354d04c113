/* Exceptions: destructors on the way, types, rethrow. */
/* Outcomes: one */
#include <cstdio>

struct Guard { const char *name; ~Guard() { std::printf("~%s ", name); } };
struct Error { int code; };

static void deep(int n) {
  Guard g{"deep"};
  if (n == 1) throw Error{10035};
  if (n == 2) throw 7;
  std::printf("fine ");
}

static void middle(int n) {
  Guard g{"middle"};
  try { deep(n); } catch (int i) { std::printf("int %d ", i); throw; }
}

int main() {
  for (int n = 0; n < 3; ++n) {
    try { middle(n); } catch (const Error &e) { std::printf("error %d", e.code); } catch (...) { std::printf("other"); }
    std::printf("\n");
  }
  return 0;
}
