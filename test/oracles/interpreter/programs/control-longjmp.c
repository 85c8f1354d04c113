/* setjmp and longjmp: out of nested calls, a value of 0, a loop of retries, out of a callback, two buffers. */
/* Outcomes: one */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>

static jmp_buf top;
static jmp_buf inner;
static int calls;

struct error { int code; char text[16]; };
static struct error last;

static void fail(int code, const char *text)
{
  last.code = code;
  strcpy(last.text, text);
  longjmp(top, code);
}

static int deep(int n)
{
  char local[8];
  sprintf(local, "d%d", n);
  calls++;
  if (n == 0) fail(7, local);
  return deep(n - 1) + 1;
}

static int compare(const void *a, const void *b)
{
  if (*(const int *)a == 13 || *(const int *)b == 13) longjmp(inner, 13);
  return *(const int *)a - *(const int *)b;
}

static int attempt(volatile int *tries)
{
  jmp_buf again;
  int code = setjmp(again);
  printf("attempt %d after %d\n", *tries, code);
  if (++*tries < 4) longjmp(again, *tries * 10);
  return code;
}

int main(void)
{
  volatile int tries = 0;
  volatile int state = 1;
  int numbers[] = {5, 2, 13, 9};
  int code;

  code = setjmp(top);
  if (code == 0) {
    state = 2;
    printf("deep gives %d\n", deep(3));
  } else
    printf("failed with %d %s, state %d, calls %d\n", code, last.text, state, calls);

  switch (setjmp(top)) {
  case 0:
    puts("first");
    longjmp(top, 0);
  case 1:
    puts("zero became one");
    break;
  default:
    puts("other");
  }

  printf("attempts gave %d\n", attempt(&tries));

  if (setjmp(inner) != 0) puts("left qsort");
  else qsort(numbers, 4, sizeof *numbers, compare);

  if (!setjmp(top)) {
    if (!setjmp(inner)) longjmp(inner, 1);
    puts("inner");
    fail(3, "outer");
  }
  printf("%s %d\n", last.text, last.code);
  return 0;
}
