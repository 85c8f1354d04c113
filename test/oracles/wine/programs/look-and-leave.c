/* PM_NOREMOVE shows the message any number of times; a cancel then changes nothing. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  say("look: %d", PeekMessageA(&message, window, WM_X, WM_X, PM_NOREMOVE));
  print_message(&message);
  say("look: %d", PeekMessageA(&message, window, WM_X, WM_X, PM_NOREMOVE));
  cancelled("a", labels[0].handle);
  say("take: %d", PeekMessageA(&message, window, WM_X, WM_X, PM_REMOVE));
  print_message(&message);
  say("take: %d", PeekMessageA(&message, window, WM_X, WM_X, PM_REMOVE));
  return end();
}
