/* Message crackers of windowsx.h: HANDLE_MSG calls a function for each message. */
/* Outcomes: one */
#include <windows.h>
#include <windowsx.h>
#include <stdio.h>

static int commands;

static BOOL OnCreate(HWND window, LPCREATESTRUCTA made) {
  printf("create %d\n", (int)(INT_PTR)made->lpCreateParams);
  return TRUE;
}
static void OnCommand(HWND window, int id, HWND control, UINT code) { printf("command %d %u %d\n", id, code, ++commands); }
static void OnTimer(HWND window, UINT id) {
  printf("timer %u\n", id);
  KillTimer(window, id);
  DestroyWindow(window);
}
static void OnDestroy(HWND window) {
  printf("destroy\n");
  PostQuitMessage(4);
}

static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wParam, LPARAM lParam) {
  switch (message) {
    HANDLE_MSG(window, WM_CREATE, OnCreate);
    HANDLE_MSG(window, WM_COMMAND, OnCommand);
    HANDLE_MSG(window, WM_TIMER, OnTimer);
    HANDLE_MSG(window, WM_DESTROY, OnDestroy);
    default:
      return DefWindowProcA(window, message, wParam, lParam);
  }
}

int main(void) {
  WNDCLASSA type = {0};
  HWND window;
  MSG message;
  type.lpfnWndProc = procedure;
  type.lpszClassName = "crackers";
  RegisterClassA(&type);
  window = CreateWindowA("crackers", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, (void *)7);
  SendMessageA(window, WM_COMMAND, MAKEWPARAM(12, 3), 0);
  PostMessageA(window, WM_COMMAND, MAKEWPARAM(13, 0), 0);
  SetTimer(window, 9, 10, NULL);
  while (GetMessageA(&message, NULL, 0, 0) > 0) DispatchMessageA(&message);
  printf("%d\n", (int)message.wParam);
  return 0;
}
