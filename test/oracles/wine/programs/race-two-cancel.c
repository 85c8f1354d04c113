/* Two requests, the first is cancelled at once: both are answered, in either order. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  started("b", WSAAsyncGetProtoByName(window, WM_X, "udp", b, sizeof b));
  cancelled("a", labels[0].handle);
  take();
  take();
  return end();
}
