/* A message of one's own among completions. */
/* Outcomes: several */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_DONE (WM_APP + 1)
#define WM_OWN (WM_APP + 2)

int main(void) {
  WSADATA data;
  MSG message;
  HWND window;
  static char buffer[MAXGETHOSTSTRUCT];
  int open = 2;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  WSAAsyncGetServByPort(window, WM_DONE, htons(53), NULL, buffer, sizeof buffer);
  PostMessage(window, WM_OWN, 0, 0);
  while (open-- > 0 && GetMessage(&message, window, WM_APP, 0xBFFF) > 0) printf("%s\n", message.message == WM_DONE ? "done" : "own");
  WSACleanup();
  return 0;
}
