/* Two lookups matched by their handles; what is printed does not depend on their order. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_DONE (WM_APP + 1)

struct request { HANDLE task; char buffer[MAXGETHOSTSTRUCT]; int error, done; };

int main(void) {
  WSADATA data;
  MSG message;
  HWND window;
  static struct request requests[2];
  int i, open = 2;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  requests[0].task = WSAAsyncGetProtoByName(window, WM_DONE, "tcp", requests[0].buffer, sizeof requests[0].buffer);
  requests[1].task = WSAAsyncGetProtoByName(window, WM_DONE, "udp", requests[1].buffer, sizeof requests[1].buffer);
  while (open > 0 && GetMessage(&message, NULL, 0, 0) > 0)
    for (i = 0; i < 2; ++i)
      if (message.message == WM_DONE && requests[i].task == (HANDLE)message.wParam && !requests[i].done) {
        requests[i].error = WSAGETASYNCERROR(message.lParam);
        requests[i].done = 1;
        --open;
      }
  for (i = 0; i < 2; ++i) printf("%d %s\n", requests[i].error, ((PROTOENT *)requests[i].buffer)->p_name);
  WSACleanup();
  return 0;
}
