/* The last cleanup right after a host lookup is started: the lookup may find the count at 0 already. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  answered("cleanup", WSACleanup());
  take();
  return 0;
}
