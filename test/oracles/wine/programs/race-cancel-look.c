/* Cancel and one look at the queue, without waiting: the message may be there or come later. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  cancelled("a", labels[0].handle);
  if (PeekMessageA(&message, window, WM_X, WM_X, PM_REMOVE)) print_message(&message);
  else {
    say("not there");
    take();
  }
  silence();
  return end();
}
