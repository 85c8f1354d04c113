/* Exceptions: caught by base and reference, thrown again, from constructors, parameters by value, function try blocks, catch all. */
/* Outcomes: one */
#include <cstdio>
#include <stdexcept>
#include <string>

struct Trace { const char *n; Trace(const char *s) : n(s) { std::printf("+%s ", n); } Trace(const Trace &o) : n("copy") { std::printf("copy(%s) ", o.n); } ~Trace() { std::printf("-%s ", n); } };

class Error : public std::runtime_error {
 public:
  Error(int code) : std::runtime_error("own"), code_(code) {}
  int code() const { return code_; }
 private:
  int code_;
};

static void byValue(Trace t, int deep) { Trace local("local"); if (deep) throw Error(deep); std::printf("%s ", t.n); }

struct Part { Part(int fail) { std::printf("part "); if (fail) throw fail; } ~Part() { std::printf("~part "); } };
struct Whole { Part one; Trace t; Part two; Whole(int f) : one(0), t("member"), two(f) { std::printf("whole "); } ~Whole() { std::printf("~whole "); } };

static int again() {
  try { byValue(Trace("temp"), 4); }
  catch (const std::exception &e) { std::printf("[%s] ", e.what()); throw; }
  return 0;
}

int main() {
  Trace outer("outer");
  byValue(outer, 0);
  std::printf("\n");
  try { again(); } catch (Error &e) { std::printf("code %d\n", e.code()); }
  try { Whole w(0); } catch (int n) { std::printf("int %d\n", n); }
  std::printf("\n");
  try { Whole w(5); } catch (int n) { std::printf("int %d\n", n); }
  try { throw std::string("text"); } catch (const std::string &s) { std::printf("%s\n", s.c_str()); }
  try { throw 'c'; } catch (int) { std::printf("int\n"); } catch (...) { std::printf("all\n"); }
  try { try { throw 1; } catch (int) { throw 2.5; } } catch (double d) { std::printf("%.1f\n", d); }
  try { throw (const char *)"pointer"; } catch (const char *s) { std::printf("%s\n", s); }
  for (int i = 0; i < 3; i++) {
    Trace loop("loop");
    try { if (i == 1) continue; if (i == 2) break; std::printf("body "); } catch (...) {}
  }
  std::printf("\n");
  try { std::string s("abc"); s.at(10); } catch (std::out_of_range &) { std::printf("range\n"); }
  return 0;
}
