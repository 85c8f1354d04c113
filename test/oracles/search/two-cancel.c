/* Two requests, both cancelled, the second first; then all that is in the queue. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>

#define WM_DONE (WM_APP + 1)

int main(void) {
  WSADATA data;
  MSG message;
  static char a[MAXGETHOSTSTRUCT], b[MAXGETHOSTSTRUCT];
  HWND window;
  HANDLE first, second;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  first = WSAAsyncGetProtoByName(window, WM_DONE, "tcp", a, sizeof a);
  second = WSAAsyncGetProtoByName(window, WM_DONE, "udp", b, sizeof b);
  printf("%d\n", WSACancelAsyncRequest(second) == 0 ? 0 : 1);
  printf("%d\n", WSACancelAsyncRequest(first) == 0 ? 0 : 1);
  if (PeekMessage(&message, window, WM_DONE, WM_DONE, PM_REMOVE)) printf("%d\n", (HANDLE)message.wParam == first ? 0 : 1);
  if (PeekMessage(&message, window, WM_DONE, WM_DONE, PM_REMOVE)) printf("%d\n", (HANDLE)message.wParam == first ? 0 : 1);
  return 0;
}
