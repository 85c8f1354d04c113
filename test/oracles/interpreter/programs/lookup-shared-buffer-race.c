/* Two lookups into one buffer: the one that came last is what it holds. */
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
  WSAAsyncGetProtoByName(window, WM_DONE, "tcp", buffer, sizeof buffer);
  WSAAsyncGetProtoByName(window, WM_DONE, "udp", buffer, sizeof buffer);
  GetMessage(&message, window, WM_DONE, WM_DONE);
  GetMessage(&message, window, WM_DONE, WM_DONE);
  printf("%s\n", ((PROTOENT *)buffer)->p_name);
  WSACleanup();
  return 0;
}
