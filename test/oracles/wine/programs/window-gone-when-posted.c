/* Destroying the window drops its messages and leaves those of another window. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  HWND other;
  begin();
  other = new_window();
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  queued();
  PostMessageA(other, WM_USER + 7, 5, 6);
  say("destroy: %d", DestroyWindow(window));
  silence();
  silence();
  print_protocol(a);
  cancelled("a", labels[0].handle);
  say("post to it: %d", PostMessageA(window, WM_X, 1, 2));
  say("error %d", (int)GetLastError());
  return end();
}
