/* The window is destroyed while the lookup runs: the buffer is written, nothing is posted. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  DestroyWindow(window);
  open_gate("gate");
  silence();
  print_host(a);
  cancelled("a", labels[0].handle);
  return end();
}
