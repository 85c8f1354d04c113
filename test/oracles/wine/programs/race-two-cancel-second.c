/* The same, forced: the second is answered first, the first, cancelled while it ran, later. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  started("b", WSAAsyncGetProtoByName(window, WM_X, "udp", b, sizeof b));
  cancelled("a", labels[0].handle);
  queued();
  open_gate("gate");
  take();
  take();
  return end();
}
