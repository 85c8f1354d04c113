/* The same, forced: the first is in the queue before the second is started and the first cancelled. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  started("b", WSAAsyncGetProtoByName(window, WM_X, "udp", b, sizeof b));
  cancelled("a", labels[0].handle);
  take();
  take();
  return end();
}
