/* WSAENOBUFS: the buffer grows to the size that the message tells, and the lookup is started again. */
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
  HANDLE task;
  int size = 8, tries = 0;
  char *buffer = malloc(size);
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  task = WSAAsyncGetServByPort(window, WM_DONE, htons(80), "tcp", buffer, size);
  while (task && GetMessage(&message, NULL, 0, 0) > 0) {
    if (message.message != WM_DONE || (HANDLE)message.wParam != task) { DispatchMessage(&message); continue; }
    ++tries;
    if (WSAGETASYNCERROR(message.lParam) == WSAENOBUFS && tries < 3) {
      size = WSAGETASYNCBUFLEN(message.lParam);
      printf("needs %d\n", size);
      buffer = realloc(buffer, size);
      task = WSAAsyncGetServByPort(window, WM_DONE, htons(80), "tcp", buffer, size);
    } else {
      printf("%d: %s\n", tries, WSAGETASYNCERROR(message.lParam) ? "failed" : ((SERVENT *)buffer)->s_name);
      break;
    }
  }
  free(buffer);
  WSACleanup();
  return tries;
}
