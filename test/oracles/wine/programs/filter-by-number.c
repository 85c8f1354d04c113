/* A filter by message number takes from the middle of the queue. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  started("b", WSAAsyncGetHostByName(window, WM_Y, "beta2.test", b, sizeof b));
  while (!PeekMessageA(&message, window, WM_Y, WM_Y, PM_REMOVE)) Sleep(1);
  print_message(&message);
  say("above: %d", PeekMessageA(&message, window, WM_Y, 0xBFFF, PM_REMOVE));
  say("below: %d", PeekMessageA(&message, window, WM_USER, WM_X - 1, PM_REMOVE));
  say("range: %d", PeekMessageA(&message, window, WM_X - 1, WM_X + 1, PM_REMOVE));
  print_message(&message);
  return end();
}
