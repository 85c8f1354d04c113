/* Friends defined in the class, conditionals between objects and null, overloaded comparison and streams of texts. */
/* Outcomes: one */
#include <cstdio>
#include <cstring>
#include <memory>
class Text {
 public:
  Text(const char *s) { std::strcpy(d_, s); }
  Text &operator+=(const char *s) { std::strcat(d_, s); return *this; }
  friend Text operator+(const Text &a, const char *b) { Text r(a); r += b; return r; }
  friend bool operator==(const Text &a, const Text &b) { return std::strcmp(a.d_, b.d_) == 0; }
  friend bool operator!=(const Text &a, const Text &b) { return !(a == b); }
  operator const char *() const { return d_; }
  Text left(int n) const { Text r(*this); r.d_[n] = 0; return r; }
 private:
  char d_[32];
};
struct Job { int id; explicit Job(int n) : id(n) {} ~Job() { std::printf("~%d ", id); } };
static std::unique_ptr<Job> make(int n) { return std::unique_ptr<Job>(new Job(n)); }
static std::unique_ptr<Job> maybe(int n) { return n > 0 ? make(n) : nullptr; }
int main() {
  Text host("mail");
  Text full = host + ":" + "25";
  std::printf("%s %s %d %d\n", (const char *)full, (const char *)full.left(3), full == Text("mail:25"), host != full);
  if (auto job = maybe(4)) std::printf("job %d\n", job->id);
  std::printf("\n%d\n", maybe(0) == nullptr);
  const Text &longer = std::strlen(host) > 10 ? host : full;
  std::printf("%s\n", (const char *)longer);
  return 0;
}
