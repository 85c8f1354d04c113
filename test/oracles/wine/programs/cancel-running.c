/* Cancel while the lookup runs answers 0, and yet the buffer is written and the message posted. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  cancelled("a", labels[0].handle);
  open_gate("gate");
  take();
  print_host(a);
  return end();
}
