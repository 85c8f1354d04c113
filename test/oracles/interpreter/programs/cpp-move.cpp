/* Move constructor and move assignment. */
/* Outcomes: one */
#include <cstdio>
#include <utility>

class Handle {
 public:
  explicit Handle(int value) : value_(value) {}
  Handle(Handle &&other) noexcept : value_(other.value_) { other.value_ = 0; }
  Handle &operator=(Handle &&other) noexcept { if (this != &other) { close(); value_ = other.value_; other.value_ = 0; } return *this; }
  Handle(const Handle &) = delete;
  ~Handle() { close(); }
  int get() const { return value_; }

 private:
  void close() { if (value_) std::printf("close %d\n", value_); value_ = 0; }
  int value_;
};

static Handle open(int n) { Handle h(n); return h; }

int main() {
  Handle a = open(1), b(2);
  Handle c(std::move(a));
  std::printf("%d %d\n", a.get(), c.get());
  b = std::move(c);
  std::printf("%d %d\n", b.get(), c.get());
  b = open(3);
  std::puts("end");
  return 0;
}
