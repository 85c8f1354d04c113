/* The same with a return from main. */
/* Outcomes: one */
#include <cstdio>
#include <cstdlib>
struct Note {
  int n;
  Note(int k) : n(k) { std::printf("+%d ", n); }
  ~Note() { std::printf("-%d ", n); }
};
static Note a(1);
struct Registry { static Note one; static Note &get() { static Note made(5); return made; } };
Note Registry::one(2);
static Note list[2] = {Note(3), Note(4)};
static void bye() { std::printf("bye "); Registry::get(); }
int main() {
  std::atexit(bye);
  Note local(9);
  Registry::get();
  std::printf("main ");
  return 4;
}
