/* A thread with a queue of its own, driven by thread messages. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static HANDLE ready;

static DWORD WINAPI worker(void *argument) {
  MSG message;
  int sum = 0;
  (void)argument;
  PeekMessage(&message, NULL, WM_USER, WM_USER, PM_NOREMOVE);
  SetEvent(ready);
  while (GetMessage(&message, NULL, 0, 0) > 0)
    if (message.message == WM_APP) sum += (int)message.wParam;
  return sum;
}

int main(void) {
  DWORD id, code;
  HANDLE thread;
  int i;
  ready = CreateEvent(NULL, TRUE, FALSE, NULL);
  thread = CreateThread(NULL, 0, worker, NULL, 0, &id);
  WaitForSingleObject(ready, INFINITE);
  for (i = 1; i <= 5; ++i) PostThreadMessage(id, WM_APP, i, 0);
  PostThreadMessage(id, WM_QUIT, 0, 0);
  WaitForSingleObject(thread, INFINITE);
  GetExitCodeThread(thread, &code);
  printf("%lu\n", code);
  return (int)code;
}
