/* One lookup of a protocol, pumped until its message comes. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_DONE (WM_APP + 1)

int main(void) {
  WSADATA data;
  HWND window;
  HANDLE task;
  MSG message;
  char buffer[MAXGETHOSTSTRUCT];
  if (WSAStartup(MAKEWORD(2, 2), &data)) return 1;
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  task = WSAAsyncGetProtoByName(window, WM_DONE, "tcp", buffer, sizeof buffer);
  if (!task) { printf("not started: %d\n", WSAGetLastError()); return 2; }
  while (GetMessage(&message, NULL, 0, 0) > 0) {
    if (message.message == WM_DONE && (HANDLE)message.wParam == task) {
      if (WSAGETASYNCERROR(message.lParam) == 0) {
        PROTOENT *protocol = (PROTOENT *)buffer;
        printf("%s %d %s\n", protocol->p_name, protocol->p_proto, protocol->p_aliases[0]);
      } else
        printf("error %d\n", WSAGETASYNCERROR(message.lParam));
      break;
    }
    DispatchMessage(&message);
  }
  WSACleanup();
  return 0;
}
