/* A host by address; byte order functions; errors of a wrong byte order. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_DONE (WM_APP + 1)

static HWND window;
static char buffer[MAXGETHOSTSTRUCT];

static void look_up(u_long address) {
  MSG message;
  HANDLE task = WSAAsyncGetHostByAddr(window, WM_DONE, (const char *)&address, sizeof address, AF_INET, buffer, sizeof buffer);
  do GetMessage(&message, window, WM_DONE, WM_DONE); while ((HANDLE)message.wParam != task);
  if (WSAGETASYNCERROR(message.lParam)) printf("error %d\n", WSAGETASYNCERROR(message.lParam));
  else printf("%s\n", ((HOSTENT *)buffer)->h_name);
}

int main(void) {
  WSADATA data;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  look_up(inet_addr("192.0.2.10"));
  look_up(htonl(0xC000020A));
  look_up(0xC000020A);
  printf("%x %x\n", (unsigned)htonl(0x01020304), ntohs(0x1234));
  WSACleanup();
  return 0;
}
