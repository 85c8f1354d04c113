/* Classes and windows: a class twice and while a window has it, a procedure that is replaced, whose window it is, a child that goes along. */
/* Scenario: standard */
#include "oracle.h"

static LRESULT CALLBACK first(HWND handle, UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_USER + 1) return 1;
  return DefWindowProcA(handle, message, wparam, lparam);
}

static LRESULT CALLBACK second(HWND handle, UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_USER + 1) return 2;
  return DefWindowProcA(handle, message, wparam, lparam);
}

/* "NAME: RESULT, error E" of a call that sets the last error when it fails. */
static void tried(const char *name, int result) {
  int error = (int)GetLastError();
  if (result) say("%s: %d", name, result);
  else say("%s: 0, error %d", name, error);
}

static HWND of_class(const char *name, DWORD style, HWND parent) {
  return CreateWindowA(name, "", style, 0, 0, 10, 10, parent, NULL, NULL, NULL);
}

int main(void) {
  WNDCLASSA description = {0};
  HWND mine, child;
  begin();
  description.lpfnWndProc = first;
  description.lpszClassName = "Mine";
  say("register: %d", RegisterClassA(&description) != 0);
  tried("again", RegisterClassA(&description) != 0);
  mine = of_class("Mine", WS_OVERLAPPEDWINDOW, NULL);
  child = of_class("Mine", WS_CHILD, mine);
  say("windows: %d %d", IsWindow(mine), IsWindow(child));
  say("parent: %d %d", GetParent(child) == mine, GetParent(mine) == NULL);
  say("thread: %d", GetWindowThreadProcessId(mine, NULL) == GetCurrentThreadId());
  tried("unregister", UnregisterClassA("Mine", NULL));
  say("send: %d", (int)SendMessageA(mine, WM_USER + 1, 0, 0));
  say("replaced: %d", (WNDPROC)SetWindowLongPtrA(mine, GWLP_WNDPROC, (LONG_PTR)second) == first);
  say("send: %d", (int)SendMessageA(mine, WM_USER + 1, 0, 0));
  say("to the child: %d", (int)SendMessageA(child, WM_USER + 1, 0, 0));
  say("destroy: %d", DestroyWindow(mine));
  say("windows: %d %d", IsWindow(mine), IsWindow(child));
  tried("send", (int)SendMessageA(mine, WM_USER + 1, 0, 0));
  tried("post", PostMessageA(mine, WM_USER + 1, 0, 0));
  tried("destroy", DestroyWindow(mine));
  tried("unregister", UnregisterClassA("Mine", NULL));
  tried("unregister", UnregisterClassA("Mine", NULL));
  say("create: %d", of_class("Mine", WS_OVERLAPPEDWINDOW, NULL) != NULL);
  return end();
}
