/* Two requests, printed in the order of their messages. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>

#define WM_DONE (WM_APP + 1)

int main(void) {
  WSADATA data;
  MSG message;
  static char a[MAXGETHOSTSTRUCT], b[MAXGETHOSTSTRUCT];
  HWND window;
  HANDLE first;
  int i;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  first = WSAAsyncGetProtoByName(window, WM_DONE, "tcp", a, sizeof a);
  WSAAsyncGetProtoByName(window, WM_DONE, "udp", b, sizeof b);
  for (i = 0; i < 2; ++i) {
    GetMessage(&message, window, WM_DONE, WM_DONE);
    printf("%d\n", (HANDLE)message.wParam == first ? 0 : 1);
  }
  return 0;
}
