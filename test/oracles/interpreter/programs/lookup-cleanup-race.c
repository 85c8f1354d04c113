/* WSACleanup while a host is looked up: Wine delivers it, or that Winsock is not started. */
/* Outcomes: several */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_DONE (WM_APP + 1)

int main(void) {
  WSADATA data;
  MSG message;
  HWND window;
  static char buffer[MAXGETHOSTSTRUCT];
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  WSAAsyncGetHostByName(window, WM_DONE, "alpha.test", buffer, sizeof buffer);
  printf("%d\n", WSACleanup());
  printf("%d\n", WSACleanup());
  GetMessage(&message, window, WM_DONE, WM_DONE);
  printf("%d\n", WSAGETASYNCERROR(message.lParam));
  return 0;
}
