/* std::sort, find_if and friends with lambdas; pairs. */
/* Outcomes: one */
#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

int main() {
  std::vector<std::pair<int, char>> list = {{3, 'c'}, {1, 'a'}, {2, 'b'}};
  std::sort(list.begin(), list.end(), [](const std::pair<int, char> &x, const std::pair<int, char> &y) { return x.first > y.first; });
  for (auto &entry : list) std::printf("%d%c ", entry.first, entry.second);
  std::printf("\n");
  auto found = std::find_if(list.begin(), list.end(), [](const std::pair<int, char> &e) { return e.second == 'a'; });
  std::printf("%d\n", found != list.end() ? found->first : -1);
  std::vector<int> numbers = {4, 1, 3};
  std::sort(numbers.begin(), numbers.end());
  std::printf("%d %d %d\n", numbers[0], *std::max_element(numbers.begin(), numbers.end()), static_cast<int>(std::count(numbers.begin(), numbers.end(), 3)));
  numbers.erase(std::remove(numbers.begin(), numbers.end(), 3), numbers.end());
  std::printf("%d %d\n", static_cast<int>(numbers.size()), std::min(7, 5));
  return 0;
}
