/* A thread, an event each way, and its exit code. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static HANDLE ping, pong;
static int value;

static DWORD WINAPI worker(void *argument) {
  int i, *step = argument;
  for (i = 0; i < 3; ++i) {
    WaitForSingleObject(ping, INFINITE);
    value += *step;
    printf("worker %d\n", value);
    SetEvent(pong);
  }
  return 33;
}

int main(void) {
  HANDLE thread;
  DWORD code = 0;
  int i, step = 10;
  ping = CreateEvent(NULL, FALSE, FALSE, NULL);
  pong = CreateEvent(NULL, FALSE, FALSE, NULL);
  thread = CreateThread(NULL, 0, worker, &step, 0, NULL);
  for (i = 0; i < 3; ++i) {
    value += 1;
    printf("main %d\n", value);
    SetEvent(ping);
    WaitForSingleObject(pong, INFINITE);
  }
  WaitForSingleObject(thread, INFINITE);
  GetExitCodeThread(thread, &code);
  CloseHandle(thread);
  printf("%d %lu\n", value, code);
  return 0;
}
