/* Each message goes to the window of its request; a filter by window takes only those. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  HWND other;
  MSG message;
  begin();
  other = new_window();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  started("b", WSAAsyncGetHostByName(other, WM_X, "beta2.test", b, sizeof b));
  while (!PeekMessageA(&message, other, WM_X, WM_X, PM_REMOVE)) Sleep(1);
  say("other: %d", message.hwnd == other);
  print_message(&message);
  say("other again: %d", PeekMessageA(&message, other, WM_X, WM_X, PM_REMOVE));
  take();
  silence();
  return end();
}
