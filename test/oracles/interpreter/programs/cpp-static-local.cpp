/* Statics: of functions, of classes, of templates; made once, when they are first reached. */
/* Outcomes: one */
#include <cstdio>
#include <set>
#include <string>

struct Registry {
  Registry() { std::printf("made "); }
  std::set<std::string> names;
  bool add(const char *name) { return names.insert(name).second; }
};

static Registry &registry() {
  static Registry *only = new Registry;
  return *only;
}

template <typename T>
static int next() {
  static int count = 0;
  return ++count;
}

class Handle {
 public:
  Handle() : id_(++last_) {}
  int id() const { return id_; }
  static int made() { return last_; }

 private:
  static int last_;
  int id_;
};
int Handle::last_ = 10;

static int sequence() {
  static int values[3] = {5, 6, 7};
  static int at;
  return values[at++ % 3];
}

int main() {
  std::printf("start ");
  for (const char *name : {"b", "a", "b"}) std::printf("%d ", registry().add(name));
  for (const std::string &name : registry().names) std::printf("%s ", name.c_str());
  int first = next<int>(), second = next<int>(), other = next<char>();
  std::printf("\n%d %d %d %d\n", first, second, other, next<int>());
  Handle a, b;
  std::printf("%d %d %d\n", a.id(), b.id(), Handle::made());
  for (int i = 0; i < 4; ++i) std::printf("%d ", sequence());
  std::printf("\n");
  return 0;
}
