/* The same, forced: the lookup is over before the cleanup. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  answered("cleanup", WSACleanup());
  take();
  return 0;
}
