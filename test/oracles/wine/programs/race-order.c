/* Two lookups at once: their messages come in either order. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  started("b", WSAAsyncGetHostByName(window, WM_X, "beta2.test", b, sizeof b));
  take();
  take();
  silence();
  return end();
}
