/* The same, forced: the message is in the queue before the cancel. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  cancelled("a", labels[0].handle);
  if (PeekMessageA(&message, window, WM_X, WM_X, PM_REMOVE)) print_message(&message);
  else {
    say("not there");
    take();
  }
  silence();
  return end();
}
