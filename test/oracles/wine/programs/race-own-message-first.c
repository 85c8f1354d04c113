/* The same, forced: one's own message first. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  PostMessageA(window, WM_USER + 7, 1, 2);
  open_gate("gate");
  take();
  take();
  return end();
}
