/* The last cleanup, then a look and a cancel. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>

#define WM_DONE (WM_APP + 1)

int main(void) {
  WSADATA data;
  MSG message;
  static char buffer[MAXGETHOSTSTRUCT];
  HWND window;
  HANDLE task;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  task = WSAAsyncGetProtoByName(window, WM_DONE, "tcp", buffer, sizeof buffer);
  WSACleanup();
  printf("%d\n", PeekMessage(&message, window, WM_DONE, WM_DONE, PM_REMOVE));
  if (WSACancelAsyncRequest(task) == 0) printf("0\n");
  else printf("%d\n", WSAGetLastError() == WSANOTINITIALISED ? 2 : 1);
  return 0;
}
