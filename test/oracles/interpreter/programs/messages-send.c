/* SendMessage runs the procedure at once, also from inside it, and gives its result. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int depth;

static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
  LRESULT result;
  if (message != WM_USER) return DefWindowProc(window, message, wide, low);
  ++depth;
  printf("depth %d, %d\n", depth, (int)wide);
  result = wide == 0 ? 1 : (LRESULT)wide * SendMessage(window, WM_USER, wide - 1, 0);
  --depth;
  return result;
}

int main(void) {
  WNDCLASS type = {0};
  HWND window;
  type.lpfnWndProc = procedure;
  type.lpszClassName = "send";
  RegisterClass(&type);
  window = CreateWindow("send", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  PostMessage(window, WM_USER, 9, 0);
  printf("result %d\n", (int)SendMessage(window, WM_USER, 4, 0));
  return 0;
}
