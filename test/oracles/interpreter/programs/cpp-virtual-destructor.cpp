/* Deleting through bases: virtual destructors, the second base of two, arrays of pointers. */
/* Outcomes: one */
#include <cstdio>

struct Named { virtual ~Named() { std::printf("~Named "); } virtual const char *name() const { return "named"; } };
struct Counted { int count; Counted() : count(3) {} virtual ~Counted() { std::printf("~Counted%d ", count); } virtual int twice() { return count * 2; } };

struct Request : Named, Counted {
  explicit Request(int id) : id(id) { std::printf("+%d ", id); }
  ~Request() override { std::printf("-%d ", id); }
  const char *name() const override { return "request"; }
  int twice() override { return count * 2 + id; }
  int id;
};

struct Timed final : Request {
  explicit Timed(int id) : Request(id), ticks(new int[2]) { ticks[0] = id; }
  ~Timed() { std::printf("ticks%d ", ticks[0]); delete[] ticks; }
  int *ticks;
};

static void drop(Counted *c) { std::printf("%d ", c->twice()); delete c; std::printf("\n"); }

int main() {
  Named *list[3] = {new Request(1), new Timed(2), new Named};
  for (Named *one : list) { std::printf("%s ", one->name()); delete one; std::printf("\n"); }
  drop(new Request(4));
  drop(new Timed(5));
  Counted *c = new Timed(6);
  Request *r = static_cast<Request *>(c);
  std::printf("%d %d\n", r->id, static_cast<Named *>(r)->name()[0]);
  delete r;
  std::printf("\n");
  return 0;
}
