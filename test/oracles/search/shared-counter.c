/* Two threads count in the same variable, twice each, without a lock. */
#include <windows.h>
#include <stdio.h>

static int n;

static DWORD WINAPI counter(void *unused) {
  (void)unused;
  n = n + 1;
  n = n + 1;
  return 0;
}

int main(void) {
  HANDLE thread = CreateThread(NULL, 0, counter, NULL, 0, NULL);
  n = n + 1;
  n = n + 1;
  printf("%d\n", n);
  WaitForSingleObject(thread, INFINITE);
  printf("%d\n", n);
  return 0;
}
