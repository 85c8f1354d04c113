/* The same, forced: the first is answered first. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  started("b", WSAAsyncGetHostByName(window, WM_X, "later.test", b, sizeof b));
  open_gate("gate");
  queued();
  open_gate("later");
  take();
  take();
  silence();
  return end();
}
