/* The last error is set right after the start, while the lookup runs or has ended. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "nx.test", a, sizeof a));
  WSASetLastError(17);
  take();
  say("last error %d", WSAGetLastError());
  return end();
}
