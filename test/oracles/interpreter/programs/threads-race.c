/* Two threads print, each under the lock; their order is open. */
/* Outcomes: several */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static CRITICAL_SECTION lock;
static int total;

static DWORD WINAPI worker(void *argument) {
  int n = (int)(INT_PTR)argument;
  EnterCriticalSection(&lock);
  total = total * 10 + n;
  LeaveCriticalSection(&lock);
  return 0;
}

int main(void) {
  HANDLE threads[2];
  InitializeCriticalSection(&lock);
  threads[0] = CreateThread(NULL, 0, worker, (void *)1, 0, NULL);
  threads[1] = CreateThread(NULL, 0, worker, (void *)2, 0, NULL);
  WaitForMultipleObjects(2, threads, TRUE, INFINITE);
  printf("%d\n", total);
  DeleteCriticalSection(&lock);
  return 0;
}
