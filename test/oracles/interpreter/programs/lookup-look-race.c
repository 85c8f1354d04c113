/* One look at the queue right after the start: the message is there or it is not. */
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
  if (PeekMessage(&message, window, WM_DONE, WM_DONE, PM_REMOVE)) printf("already\n");
  else {
    printf("not yet\n");
    GetMessage(&message, window, WM_DONE, WM_DONE);
  }
  printf("%d %s\n", WSAGETASYNCERROR(message.lParam), ((PROTOENT *)buffer)->p_name);
  WSACleanup();
  return 0;
}
