/* Two requests write one buffer: what it holds after the first message. */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>

#define WM_DONE (WM_APP + 1)

int main(void) {
  WSADATA data;
  MSG message;
  static char buffer[MAXGETHOSTSTRUCT];
  HWND window;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  WSAAsyncGetProtoByName(window, WM_DONE, "tcp", buffer, sizeof buffer);
  WSAAsyncGetProtoByName(window, WM_DONE, "udp", buffer, sizeof buffer);
  GetMessage(&message, window, WM_DONE, WM_DONE);
  printf("%d\n", ((PROTOENT *)buffer)->p_proto == 6 ? 1 : 2);
  GetMessage(&message, window, WM_DONE, WM_DONE);
  printf("%d\n", ((PROTOENT *)buffer)->p_proto == 6 ? 1 : 2);
  return 0;
}
