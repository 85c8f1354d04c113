/* std::shared_ptr: counts, and the destructor at the last owner. */
/* Outcomes: one */
#include <cstdio>
#include <memory>
#include <vector>

struct Session { ~Session() { std::puts("closed"); } int n = 5; };

int main() {
  std::shared_ptr<Session> a = std::make_shared<Session>();
  std::vector<std::shared_ptr<Session>> owners;
  owners.push_back(a);
  owners.push_back(a);
  std::printf("%d\n", static_cast<int>(a.use_count()));
  a.reset();
  std::printf("%d %d\n", static_cast<int>(owners[0].use_count()), owners[1]->n);
  owners.pop_back();
  std::puts("still");
  owners.clear();
  std::puts("end");
  return 0;
}
