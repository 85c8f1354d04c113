/* Cancel while the message is in the queue answers 0 and leaves the message. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  cancelled("a", labels[0].handle);
  take();
  print_host(a);
  silence();
  return end();
}
