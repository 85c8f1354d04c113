/* The name is copied at the start: the program may change it at once. */
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
  char name[8] = "http";
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  WSAAsyncGetServByName(window, WM_DONE, name, NULL, buffer, sizeof buffer);
  memset(name, 'x', sizeof name);
  GetMessage(&message, window, WM_DONE, WM_DONE);
  printf("%d %s\n", WSAGETASYNCERROR(message.lParam), ((SERVENT *)buffer)->s_name);
  WSACleanup();
  return 0;
}
