/* An object handed to a window through CreateWindow and kept in its user data. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct counter { int total; const char *name; };

static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
  struct counter *counter;
  if (message == WM_NCCREATE)
    SetWindowLongPtr(window, GWLP_USERDATA, (LONG_PTR)((CREATESTRUCT *)low)->lpCreateParams);
  counter = (struct counter *)GetWindowLongPtr(window, GWLP_USERDATA);
  if (message == WM_USER && counter) return counter->total += (int)wide;
  return DefWindowProc(window, message, wide, low);
}

int main(void) {
  WNDCLASS type = {0};
  struct counter a = {0, "a"}, b = {100, "b"};
  HWND first, second;
  type.lpfnWndProc = procedure;
  type.lpszClassName = "data";
  RegisterClass(&type);
  first = CreateWindow("data", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, &a);
  second = CreateWindow("data", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, &b);
  SendMessage(first, WM_USER, 5, 0);
  SendMessage(second, WM_USER, 7, 0);
  printf("%d\n", (int)SendMessage(first, WM_USER, 1, 0));
  printf("%s %d %s %d\n", a.name, a.total, b.name, b.total);
  DestroyWindow(first);
  printf("%d %d\n", IsWindow(first), IsWindow(second) != 0);
  return 0;
}
