/* std::unique_ptr: ownership, moves, release, arrays. */
/* Outcomes: one */
#include <cstdio>
#include <memory>
#include <utility>

struct Buffer {
  int id;
  explicit Buffer(int id) : id(id) { std::printf("+%d\n", id); }
  ~Buffer() { std::printf("-%d\n", id); }
};

static std::unique_ptr<Buffer> make(int id) { return std::unique_ptr<Buffer>(new Buffer(id)); }
static void consume(std::unique_ptr<Buffer> b) { std::printf("consume %d\n", b->id); }

int main() {
  std::unique_ptr<Buffer> a = make(1), b;
  std::printf("%d %d\n", a != nullptr, b.get() == nullptr);
  b = std::move(a);
  std::printf("%d %d\n", !a, b->id);
  b.reset(new Buffer(2));
  consume(std::move(b));
  std::printf("%d\n", b == nullptr);
  a = make(3);
  Buffer *raw = a.release();
  std::printf("released %d\n", raw->id);
  delete raw;
  auto text = std::make_unique<char[]>(4);
  text[0] = 'o'; text[1] = 'k'; text[2] = 0;
  std::printf("%s\n", text.get());
  std::unique_ptr<Buffer> last = std::make_unique<Buffer>(4);
  return 0;
}
