/* Buffers by RAII: copy on write, swap, iterators over bytes, placement, arrays of objects. */
/* Outcomes: one */
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
class Buffer {
  struct Rep { int uses; size_t size; char data[64]; };
 public:
  Buffer() : rep_(new Rep()) { rep_->uses = 1; rep_->size = 0; }
  Buffer(const Buffer &o) : rep_(o.rep_) { ++rep_->uses; }
  Buffer &operator=(Buffer o) { swap(o); return *this; }
  ~Buffer() { if (--rep_->uses == 0) delete rep_; }
  void swap(Buffer &o) { Rep *r = rep_; rep_ = o.rep_; o.rep_ = r; }
  void append(const void *p, size_t n) { own(); std::memcpy(rep_->data + rep_->size, p, n); rep_->size += n; }
  const char *begin() const { return rep_->data; }
  const char *end() const { return rep_->data + rep_->size; }
  int uses() const { return rep_->uses; }
 private:
  void own() { if (rep_->uses > 1) { Rep *r = new Rep(*rep_); r->uses = 1; --rep_->uses; rep_ = r; } }
  Rep *rep_;
};
struct Cell { int n; static int next; Cell() : n(next++) {} ~Cell() { std::printf("~%d ", n); } };
int Cell::next = 1;
int main() {
  Buffer a, b;
  a.append("abc", 3);
  b = a;
  Buffer c(b);
  std::printf("%d\n", c.uses());
  c.append("de", 2);
  std::printf("%d %d\n", a.uses(), c.uses());
  for (char ch : c) std::printf("%c", ch);
  std::printf(" %d\n", (int)(a.end() - a.begin()));
  Cell *cells = new Cell[3];
  std::printf("%d %d\n", cells[0].n, cells[2].n);
  delete[] cells;
  std::printf("\n");
  char raw[sizeof(Cell) * 2];
  Cell *one = new (raw) Cell, *two = new (raw + sizeof(Cell)) Cell;
  std::printf("%d %d\n", one->n, two->n);
  two->~Cell();
  one->~Cell();
  std::printf("\n");
  return 0;
}
