/* The same, forced: the second is answered first. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  started("b", WSAAsyncGetHostByName(window, WM_X, "later.test", b, sizeof b));
  open_gate("later");
  queued();
  open_gate("gate");
  take();
  take();
  silence();
  return end();
}
