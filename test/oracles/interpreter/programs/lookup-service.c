/* A service by name, its port and protocol read from the buffer. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WM_DONE (WM_APP + 1)
static char buffer[MAXGETHOSTSTRUCT];
static HANDLE task;

static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
  if (message == WM_DONE) {
    int error = WSAGETASYNCERROR(low);
    if ((HANDLE)wide != task) return 0;
    if (error) printf("error %d\n", error);
    else {
      SERVENT *service = (SERVENT *)buffer;
      printf("%s/%s at %d\n", service->s_name, service->s_proto, ntohs((u_short)service->s_port));
    }
    PostQuitMessage(error ? 1 : 0);
    return 0;
  }
  return DefWindowProc(window, message, wide, low);
}

int main(void) {
  WSADATA data;
  WNDCLASS type = {0};
  HWND window;
  MSG message;
  WSAStartup(MAKEWORD(2, 2), &data);
  type.lpfnWndProc = procedure;
  type.lpszClassName = "lookup";
  RegisterClass(&type);
  window = CreateWindow("lookup", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  task = WSAAsyncGetServByName(window, WM_DONE, "http", "tcp", buffer, sizeof buffer);
  while (GetMessage(&message, NULL, 0, 0) > 0) DispatchMessage(&message);
  WSACleanup();
  return (int)message.wParam;
}
