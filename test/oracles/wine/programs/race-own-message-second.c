/* The same, forced: the completion first. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  PostMessageA(window, WM_USER + 7, 1, 2);
  take();
  take();
  return end();
}
