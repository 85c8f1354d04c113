/* A timer that repeats until it is killed. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int ticks;

static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
  if (message == WM_TIMER) {
    printf("tick %d of timer %d\n", ++ticks, (int)wide);
    if (ticks == 3) { KillTimer(window, wide); PostMessage(window, WM_CLOSE, 0, 0); }
    return 0;
  }
  if (message == WM_DESTROY) { PostQuitMessage(ticks); return 0; }
  return DefWindowProc(window, message, wide, low);
}

int main(void) {
  WNDCLASS type = {0};
  MSG message;
  HWND window;
  type.lpfnWndProc = procedure;
  type.lpszClassName = "timer";
  RegisterClass(&type);
  window = CreateWindow("timer", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  SetTimer(window, 4, 20, NULL);
  while (GetMessage(&message, NULL, 0, 0) > 0) DispatchMessage(&message);
  return (int)message.wParam;
}
