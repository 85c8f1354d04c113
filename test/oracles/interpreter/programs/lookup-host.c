/* A host by name: every address of the result. */
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
  char *buffer = malloc(MAXGETHOSTSTRUCT);
  HANDLE task;
  int i;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  task = WSAAsyncGetHostByName(window, WM_DONE, "multi.test", buffer, MAXGETHOSTSTRUCT);
  do GetMessage(&message, NULL, 0, 0); while (message.message != WM_DONE || (HANDLE)message.wParam != task);
  if (WSAGETASYNCERROR(message.lParam) == 0) {
    HOSTENT *host = (HOSTENT *)buffer;
    printf("%s", host->h_name);
    for (i = 0; host->h_addr_list[i]; ++i) {
      struct in_addr address;
      memcpy(&address, host->h_addr_list[i], sizeof address);
      printf(" %s", inet_ntoa(address));
    }
    printf("\n");
  }
  free(buffer);
  DestroyWindow(window);
  WSACleanup();
  return 0;
}
