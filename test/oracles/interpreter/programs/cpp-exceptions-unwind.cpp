/* Exceptions of the library: caught by their bases, thrown on, with the objects of the frames between ended in order. */
/* Outcomes: one */
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

struct Trace {
  explicit Trace(const char *name) : name(name) { std::printf("+%s ", name); }
  ~Trace() { std::printf("-%s ", name); }
  const char *name;
};

struct LookupError : std::runtime_error {
  LookupError(const std::string &host, int code) : std::runtime_error(host + " failed"), code(code) {}
  int code;
};

static void inner(int n) {
  Trace t("inner");
  std::vector<std::string> words = {"a", "b"};
  if (n == 1) throw LookupError(words[1], 11001);
  if (n == 2) words.at(5);
  if (n == 3) throw 7;
}

static void outer(int n) {
  Trace t("outer");
  try {
    inner(n);
    std::printf("fine ");
  } catch (const LookupError &e) {
    std::printf("lookup %d ", e.code);
    throw;
  } catch (int k) {
    std::printf("int %d ", k);
    throw std::invalid_argument("seven");
  }
}

int main() {
  for (int n = 0; n < 4; ++n) {
    try {
      outer(n);
      std::printf("ok\n");
    } catch (const std::logic_error &e) {
      std::printf("logic %d\n", e.what()[0] != 0);
    } catch (const std::exception &e) {
      std::printf("%s\n", e.what());
    }
  }
  return 0;
}
