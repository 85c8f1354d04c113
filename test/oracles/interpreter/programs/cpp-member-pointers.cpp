/* Pointers to members: functions, virtual ones, data, message tables of them. */
/* Outcomes: one */
#include <cstdio>

class Target {
 public:
  Target(int n) : n_(n), flag(7) {}
  int add(int x) { return n_ + x; }
  int sub(int x) const { return n_ - x; }
  virtual int who(int) { return 1; }
  virtual ~Target() {}
  int n_;
  int flag;
};
class Derived : public Target {
 public:
  Derived() : Target(50) {}
  virtual int who(int) { return 2; }
};

typedef int (Target::*Handler)(int);
struct Entry { int id; Handler handler; };

class Dispatcher {
 public:
  int onOpen(int x) { return x + 100; }
  int onClose(int x) { return x + 200; }
  int dispatch(int id, int x);
 private:
  struct Row { int id; int (Dispatcher::*fn)(int); };
  static const Row rows_[];
};
const Dispatcher::Row Dispatcher::rows_[] = {{1, &Dispatcher::onOpen}, {2, &Dispatcher::onClose}, {0, 0}};
int Dispatcher::dispatch(int id, int x) {
  for (const Row *row = rows_; row->id != 0; row++)
    if (row->id == id) return (this->*row->fn)(x);
  return -1;
}

int main() {
  Target t(10);
  Derived d;
  Target *p = &d;
  Handler h = &Target::add;
  std::printf("%d %d\n", (t.*h)(5), (p->*h)(5));
  int (Target::*c)(int) const = &Target::sub;
  std::printf("%d\n", (p->*c)(8));
  h = &Target::who;
  std::printf("%d %d\n", (t.*h)(0), (p->*h)(0));
  int Target::*field = &Target::flag;
  t.*field = 9;
  p->*field += 3;
  std::printf("%d %d\n", t.flag, p->flag);
  Entry table[] = {{1, &Target::add}, {2, &Target::who}};
  for (int i = 0; i < 2; i++) std::printf("%d ", (p->*table[i].handler)(i));
  std::printf("\n");
  Dispatcher dispatcher;
  std::printf("%d %d %d\n", dispatcher.dispatch(1, 1), dispatcher.dispatch(2, 2), dispatcher.dispatch(3, 3));
  Handler none = 0;
  std::printf("%d %d\n", none == 0, h != none);
  return 0;
}
