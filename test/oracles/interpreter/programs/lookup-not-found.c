/* A host that does not exist, and the last error that the message does not touch. */
/* Outcomes: one */
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
  WSASetLastError(4242);
  if (!WSAAsyncGetHostByName(window, WM_DONE, "nx.test", buffer, sizeof buffer)) return 1;
  while (GetMessage(&message, NULL, 0, 0) > 0 && message.message != WM_DONE) DispatchMessage(&message);
  switch (WSAGETASYNCERROR(message.lParam)) {
    case 0: printf("found\n"); break;
    case WSAHOST_NOT_FOUND: printf("no such host\n"); break;
    case WSATRY_AGAIN: printf("later\n"); break;
    default: printf("error %d\n", WSAGETASYNCERROR(message.lParam));
  }
  printf("%d\n", WSAGetLastError());
  WSACleanup();
  return 0;
}
