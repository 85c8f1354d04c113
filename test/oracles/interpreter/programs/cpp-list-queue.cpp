/* std::list and std::deque as queues of requests. */
/* Outcomes: one */
#include <cstdio>
#include <deque>
#include <list>

int main() {
  std::deque<int> queue;
  queue.push_back(1);
  queue.push_back(2);
  queue.push_front(0);
  while (!queue.empty()) {
    int n = queue.front();
    queue.pop_front();
    std::printf("%d ", n);
    if (n == 1) queue.push_back(9);
  }
  std::printf("\n");
  std::list<int> list = {1, 2, 3, 4};
  for (std::list<int>::iterator i = list.begin(); i != list.end();) {
    if (*i % 2 == 0) i = list.erase(i);
    else ++i;
  }
  for (int n : list) std::printf("%d ", n);
  std::printf("%d\n", static_cast<int>(list.size()));
  return 0;
}
