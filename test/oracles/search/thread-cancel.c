/* Another thread cancels while the first one looks once. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>

#define WM_DONE (WM_APP + 1)

static HANDLE task;

static DWORD WINAPI canceller(void *unused) {
  (void)unused;
  return WSACancelAsyncRequest(task) == 0 ? 0 : 1;
}

int main(void) {
  WSADATA data;
  MSG message;
  static char buffer[MAXGETHOSTSTRUCT];
  HWND window;
  HANDLE thread;
  DWORD code;
  int there;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  task = WSAAsyncGetProtoByName(window, WM_DONE, "tcp", buffer, sizeof buffer);
  thread = CreateThread(NULL, 0, canceller, NULL, 0, NULL);
  there = PeekMessage(&message, window, WM_DONE, WM_DONE, PM_REMOVE);
  WaitForSingleObject(thread, INFINITE);
  GetExitCodeThread(thread, &code);
  printf("%d\n", there);
  printf("%d\n", (int)code);
  return 0;
}
