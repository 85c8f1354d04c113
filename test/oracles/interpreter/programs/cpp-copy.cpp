/* Copy constructor, assignment, and which of them runs. */
/* Outcomes: one */
#include <cstdio>

class Text {
 public:
  explicit Text(const char *s) : size_(0) { while (s[size_]) { data_[size_] = s[size_]; ++size_; } data_[size_] = 0; std::puts("make"); }
  Text(const Text &other) : size_(other.size_) { copy(other); std::puts("copy"); }
  Text &operator=(const Text &other) { if (this != &other) { size_ = other.size_; copy(other); } std::puts("assign"); return *this; }
  void set(int at, char c) { data_[at] = c; }
  const char *get() const { return data_; }

 private:
  void copy(const Text &other) { for (int i = 0; i <= size_; ++i) data_[i] = other.data_[i]; }
  char data_[16];
  int size_;
};

static void byValue(Text t) { t.set(0, 'V'); std::puts(t.get()); }
static void byReference(Text &t) { t.set(0, 'R'); }

int main() {
  Text a("one"), b(a);
  Text c = a;
  b.set(0, 'X');
  byValue(a);
  byReference(c);
  a = b;
  std::printf("%s %s %s\n", a.get(), b.get(), c.get());
  return 0;
}
