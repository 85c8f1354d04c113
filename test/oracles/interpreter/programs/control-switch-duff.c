/* switch: fall-through, default in the middle, cases inside loops (Duff), ranges by goto, nested switches, on enums and chars. */
/* Outcomes: one */
#include <stdio.h>
enum state { IDLE, CONNECT = 5, SEND, DONE };
static const char *name(enum state s) { switch (s) { case IDLE: return "idle"; default: return "?"; case SEND: case DONE: return "busy"; } }
static void copy(char *to, const char *from, int count)
{
  int n = (count + 3) / 4;
  switch (count % 4) {
  case 0: do { *to++ = *from++;
  case 3:      *to++ = *from++;
  case 2:      *to++ = *from++;
  case 1:      *to++ = *from++;
          } while (--n > 0);
  }
}
static int nested(int a, int b)
{
  switch (a) {
  case 1:
    switch (b) { case 1: return 11; case 2: break; default: return 19; }
    return 12;
  case 2: { int k; for (k = 0; k < 10; k++) { if (k == b) break; if (k > 5) continue; } return 20 + k; }
  }
  return 0;
}
int main(void)
{
  char b[16] = "";
  int i;
  enum state s = IDLE;
  printf("%s %s %s %d\n", name(IDLE), name(CONNECT), name(DONE), SEND);
  copy(b, "0123456789", 10); b[10] = 0;
  printf("%s\n", b);
  printf("%d %d %d %d %d\n", nested(1, 1), nested(1, 2), nested(1, 3), nested(2, 4), nested(3, 0));
  for (i = 0; i < 6; i++) {
    switch (s) { case IDLE: s = CONNECT; continue; case CONNECT: s = SEND; break; case SEND: if (i < 4) break; s = DONE; goto out; case DONE: break; }
    printf("%d:%d ", i, s);
  }
out:
  printf("%d\n", s);
  switch ('b') { case 'a': printf("a"); case 'b': printf("b"); case 'c': printf("c"); }
  printf("\n");
  return 0;
}
