/* The same, forced: the count is at 0 before the lookup begins, since it is before the start. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  int result;
  begin();
  result = WSACleanup();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  answered("cleanup", result);
  take();
  return 0;
}
