/* Function and class templates. */
/* Outcomes: one */
#include <cstdio>

template <typename T>
static T largest(const T *list, int n) { T best = list[0]; for (int i = 1; i < n; ++i) if (best < list[i]) best = list[i]; return best; }

template <typename T, int N>
class Ring {
 public:
  void push(const T &value) { items_[next_++ % N] = value; }
  T at(int back) const { return items_[(next_ - 1 - back) % N]; }

 private:
  T items_[N] = {};
  int next_ = 0;
};

int main() {
  int numbers[] = {3, 9, 4};
  char letters[] = {'q', 'z', 'a'};
  std::printf("%d %c\n", largest(numbers, 3), largest(letters, 3));
  Ring<int, 3> ring;
  for (int i = 1; i <= 5; ++i) ring.push(i * i);
  std::printf("%d %d %d\n", ring.at(0), ring.at(1), ring.at(2));
  return 0;
}
