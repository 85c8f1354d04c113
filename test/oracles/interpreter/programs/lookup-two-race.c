/* Two lookups printed as they come. */
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
  HANDLE first, second;
  static char a[MAXGETHOSTSTRUCT], b[MAXGETHOSTSTRUCT];
  int open = 2;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  first = WSAAsyncGetProtoByName(window, WM_DONE, "tcp", a, sizeof a);
  second = WSAAsyncGetServByName(window, WM_DONE, "http", "tcp", b, sizeof b);
  while (open > 0 && GetMessage(&message, NULL, 0, 0) > 0)
    if (message.message == WM_DONE) {
      printf("%s\n", (HANDLE)message.wParam == first ? "first" : (HANDLE)message.wParam == second ? "second" : "?");
      --open;
    }
  WSACleanup();
  return 0;
}
