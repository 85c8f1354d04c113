/* Two base classes, hidden names, calls of the base, casts up and down. */
/* Outcomes: one */
#include <cstdio>

struct Window { int handle = 3; virtual int id() { return handle; } virtual ~Window() {} };
struct Listener { int seen = 0; virtual void notify(int n) { seen += n; } virtual ~Listener() {} };

struct Dialog : Window, Listener {
  int id() override { return Window::id() * 10; }
  void notify(int n) override { Listener::notify(n + 1); std::printf("dialog %d\n", seen); }
  int handle = 5;
};

int main() {
  Dialog d;
  Window *w = &d;
  Listener *l = &d;
  std::printf("%d %d %d\n", w->id(), w->handle, d.handle);
  l->notify(4);
  l->notify(1);
  std::printf("%d %d\n", static_cast<Dialog *>(l)->handle, static_cast<Dialog *>(w) == static_cast<Dialog *>(l));
  return 0;
}
