/* The same, forced: the lookup ends between the cancel and the look. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  cancelled("a", labels[0].handle);
  open_gate("gate");
  queued();
  if (PeekMessageA(&message, window, WM_X, WM_X, PM_REMOVE)) print_message(&message);
  else {
    say("not there");
    take();
  }
  silence();
  return end();
}
