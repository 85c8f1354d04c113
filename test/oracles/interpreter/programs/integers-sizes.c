/* Sizes of types and of expressions on 64-bit Windows. */
/* Outcomes: one */
#include <stddef.h>
#include <stdio.h>

struct mixed { char a; int b; char c; short d; void *e; char f; };
struct tail { long long a; char b; };
union either { char a[5]; int b; };

int main(void) {
  char text[] = "hello";
  int numbers[7];
  printf("%d %d %d %d %d\n", (int)sizeof(char), (int)sizeof(short), (int)sizeof(int), (int)sizeof(long), (int)sizeof(long long));
  printf("%d %d %d\n", (int)sizeof(void *), (int)sizeof(size_t), (int)sizeof(wchar_t));
  printf("%d %d %d\n", (int)sizeof(struct mixed), (int)sizeof(struct tail), (int)sizeof(union either));
  printf("%d %d %d %d\n", (int)offsetof(struct mixed, b), (int)offsetof(struct mixed, d), (int)offsetof(struct mixed, e),
         (int)offsetof(struct mixed, f));
  printf("%d %d %d\n", (int)sizeof text, (int)sizeof numbers, (int)(sizeof numbers / sizeof numbers[0]));
  printf("%d %d\n", (int)sizeof 'a', (int)sizeof "abc");
  printf("%d %d\n", (int)sizeof 1L, (int)sizeof 1LL);
  return 0;
}
