/* Wine's cancel: 0, and yet the message comes; a program that keeps the buffer until then survives. */
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
  char *buffer = malloc(MAXGETHOSTSTRUCT);
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  task = WSAAsyncGetProtoByNumber(window, WM_DONE, 17, buffer, MAXGETHOSTSTRUCT);
  printf("cancel %d\n", WSACancelAsyncRequest(task));
  printf("cancel nothing %d\n", WSACancelAsyncRequest(NULL));
  while (GetMessage(&message, NULL, 0, 0) > 0)
    if (message.message == WM_DONE) {
      printf("ours %d, error %d\n", (HANDLE)message.wParam == task, WSAGETASYNCERROR(message.lParam));
      break;
    }
  free(buffer);
  WSACleanup();
  return 0;
}
