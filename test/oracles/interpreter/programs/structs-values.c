/* Structures are values: copied by assignment, as parameters and as results. */
/* Outcomes: one */
#include <stdio.h>

struct point { int x, y; };
struct box { struct point low, high; char name[8]; };

static struct point moved(struct point p, int dx) { p.x += dx; return p; }
static struct box around(struct point p) { struct box b = {{p.x - 1, p.y - 1}, {p.x + 1, p.y + 1}, "box"}; return b; }
static void grow(struct box *b) { --b->low.x; b->high.y++; b->name[0] = 'B'; }

int main(void) {
  struct point a = {3, 4}, b = a;
  struct box box, copy;
  b.x = 10;
  printf("%d %d\n", a.x, b.x);
  printf("%d %d\n", moved(a, 5).x, a.x);
  box = around(a);
  copy = box;
  grow(&copy);
  printf("%d %d %s | %d %d %s\n", box.low.x, box.high.y, box.name, copy.low.x, copy.high.y, copy.name);
  a = (struct point){.y = 8};
  printf("%d %d\n", a.x, a.y);
  return 0;
}
