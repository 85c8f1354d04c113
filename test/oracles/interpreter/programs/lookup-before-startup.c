/* Wine accepts a start before WSAStartup: services succeed, hosts fail by message. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_DONE (WM_APP + 1)

static int wait_for(HANDLE task) {
  MSG message;
  while (GetMessage(&message, NULL, 0, 0) > 0)
    if (message.message == WM_DONE && (HANDLE)message.wParam == task) return WSAGETASYNCERROR(message.lParam);
  return -1;
}

int main(void) {
  HWND window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  static char buffer[MAXGETHOSTSTRUCT];
  HANDLE task = WSAAsyncGetHostByName(window, WM_DONE, "alpha.test", buffer, sizeof buffer);
  printf("host %d %d\n", task != NULL, wait_for(task));
  task = WSAAsyncGetServByName(window, WM_DONE, "http", "tcp", buffer, sizeof buffer);
  printf("service %d %d\n", task != NULL, wait_for(task));
  return 0;
}
