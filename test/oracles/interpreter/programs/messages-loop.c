/* A window of one's own class, posted messages, the classic loop and its exit code. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int sum;

static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
  switch (message) {
    case WM_CREATE: printf("create\n"); return 0;
    case WM_USER + 1:
      sum += (int)wide;
      printf("add %d %d\n", (int)wide, (int)low);
      return 0;
    case WM_USER + 2: DestroyWindow(window); return 0;
    case WM_DESTROY: printf("destroy\n"); PostQuitMessage(sum); return 0;
  }
  return DefWindowProc(window, message, wide, low);
}

int main(void) {
  WNDCLASS type = {0};
  MSG message;
  HWND window;
  int i;
  type.lpfnWndProc = procedure;
  type.lpszClassName = "loop";
  RegisterClass(&type);
  window = CreateWindow("loop", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  for (i = 1; i <= 4; ++i) PostMessage(window, WM_USER + 1, i, -i);
  PostMessage(window, WM_USER + 2, 0, 0);
  while (GetMessage(&message, NULL, 0, 0) > 0) {
    TranslateMessage(&message);
    DispatchMessage(&message);
  }
  printf("end %d\n", (int)message.wParam);
  return (int)message.wParam;
}
