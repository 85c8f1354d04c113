/* The last cleanup while lookups run: they end, are written and posted. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  at_gate("gate"); /* past the look at the startup count */
  answered("cleanup", WSACleanup());
  open_gate("gate");
  take();
  print_host(a);
  cancelled("a", labels[0].handle);
  return 0;
}
