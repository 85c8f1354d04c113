/* new and delete of arrays, with constructors and destructors; placement of members. */
/* Outcomes: one */
#include <cstdio>

struct Slot {
  static int next;
  int id = next++;
  ~Slot() { std::printf("-%d ", id); }
};
int Slot::next = 1;

int main() {
  Slot *slots = new Slot[3];
  std::printf("%d %d\n", slots[0].id, slots[2].id);
  delete[] slots;
  std::printf("\n");
  char *text = new char[6]();
  text[0] = 'x';
  std::printf("%s %d\n", text, text[5]);
  delete[] text;
  Slot *none = nullptr;
  delete none;
  int *one = new int(5);
  ++*one;
  std::printf("%d\n", *one);
  delete one;
  return 0;
}
