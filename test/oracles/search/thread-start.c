/* Another thread starts the second request; both are taken by the first one. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>

#define WM_DONE (WM_APP + 1)

static HWND window;
static char a[MAXGETHOSTSTRUCT], b[MAXGETHOSTSTRUCT];
static HANDLE second;

static DWORD WINAPI starter(void *unused) {
  (void)unused;
  second = WSAAsyncGetProtoByName(window, WM_DONE, "udp", b, sizeof b);
  return 0;
}

int main(void) {
  WSADATA data;
  MSG message;
  HANDLE first, thread;
  int i;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  thread = CreateThread(NULL, 0, starter, NULL, 0, NULL);
  first = WSAAsyncGetProtoByName(window, WM_DONE, "tcp", a, sizeof a);
  for (i = 0; i < 2; ++i) {
    GetMessage(&message, window, WM_DONE, WM_DONE);
    printf("%d\n", (HANDLE)message.wParam == first ? 0 : 1);
  }
  WaitForSingleObject(thread, INFINITE);
  return 0;
}
