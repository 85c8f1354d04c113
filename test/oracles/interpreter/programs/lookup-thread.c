/* The window's thread pumps, another thread starts the request and ends. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_DONE (WM_APP + 1)
static HWND window;
static char buffer[MAXGETHOSTSTRUCT];

static DWORD WINAPI starter(void *argument) {
  return WSAAsyncGetProtoByName(window, WM_DONE, argument, buffer, sizeof buffer) != NULL;
}

int main(void) {
  WSADATA data;
  MSG message;
  HANDLE thread;
  DWORD started = 0;
  WSAStartup(MAKEWORD(2, 2), &data);
  window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  thread = CreateThread(NULL, 0, starter, "udp", 0, NULL);
  WaitForSingleObject(thread, INFINITE);
  GetExitCodeThread(thread, &started);
  GetMessage(&message, window, WM_DONE, WM_DONE);
  printf("%lu %s\n", started, ((PROTOENT *)buffer)->p_name);
  WSACleanup();
  return 0;
}
