/* Constructors and destructors: locals, temporaries, members, arrays, early return. */
/* Outcomes: one */
#include <cstdio>

struct Noisy {
  int id;
  explicit Noisy(int id) : id(id) { std::printf("+%d ", id); }
  ~Noisy() { std::printf("-%d ", id); }
};

struct Pair {
  Noisy first, second;
  Pair() : first(10), second(11) { std::printf("pair "); }
  ~Pair() { std::printf("~pair "); }
};

static int leave(int n) {
  Noisy a(1);
  if (n == 0) return 5;
  for (int i = 0; i < 2; ++i) {
    Noisy b(20 + i);
    if (i == n) break;
  }
  Noisy c(3);
  return 6;
}

static Noisy global(99);

int main() {
  std::printf("main ");
  leave(0);
  std::printf("\n");
  leave(1);
  std::printf("\n");
  { Pair p; }
  std::printf("\n");
  Noisy(7);
  std::printf("after\n");
  Noisy *heap = new Noisy(8);
  delete heap;
  std::printf("\n");
  return 0;
}
