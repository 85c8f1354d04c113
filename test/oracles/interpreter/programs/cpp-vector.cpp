/* std::vector: growth, insertion, removal, iteration, of numbers and of structures. */
/* Outcomes: one */
#include <cstdio>
#include <vector>

struct Request { int id; int size; };

static void print(const std::vector<int> &list) {
  for (std::vector<int>::const_iterator i = list.begin(); i != list.end(); ++i) std::printf("%d ", *i);
  std::printf("| %d\n", static_cast<int>(list.size()));
}

int main() {
  std::vector<int> list;
  std::printf("%d\n", list.empty());
  for (int i = 0; i < 5; ++i) list.push_back(i * i);
  print(list);
  list.erase(list.begin() + 1);
  list.insert(list.begin(), 50);
  list.pop_back();
  print(list);
  list[1] = -7;
  std::printf("%d %d %d\n", list.front(), list.back(), list.at(1));
  std::vector<int> copy = list;
  list.clear();
  print(copy);
  print(list);
  list.resize(3);
  print(list);
  std::vector<Request> requests;
  requests.push_back({1, 10});
  requests.push_back(Request{2, 20});
  for (auto &r : requests) r.size += r.id;
  for (const Request &r : requests) std::printf("%d/%d ", r.id, r.size);
  std::printf("\n");
  std::vector<int> same(4, 9);
  print(same);
  return 0;
}
