/* The last cleanup leaves a message that is in the queue. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  answered("cleanup", WSACleanup());
  cancelled("a", labels[0].handle);
  take();
  print_host(a);
  silence();
  return 0;
}
