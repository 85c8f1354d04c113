/* Another thread starts the request and stores its handle; the first thread compares it with that of the message. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>

#define WM_DONE (WM_APP + 1)

static HWND window;
static char a[MAXGETHOSTSTRUCT];
static HANDLE h;

static DWORD WINAPI starter(void *unused) {
  (void)unused;
  h = WSAAsyncGetProtoByName(window, WM_DONE, "udp", a, sizeof a);
  return 0;
}

int main(void) {
  WSADATA data;
  MSG message;
  HANDLE thread;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  thread = CreateThread(NULL, 0, starter, NULL, 0, NULL);
  GetMessage(&message, window, WM_DONE, WM_DONE);
  printf("%d\n", (HANDLE)message.wParam == h);
  WaitForSingleObject(thread, INFINITE);
  printf("%d\n", (HANDLE)message.wParam == h);
  return 0;
}
