/* Two requests share one buffer: both messages show the record that came last. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  queued();
  started("b", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  open_gate("gate");
  Sleep(500);
  take();
  print_host(a);
  take();
  print_host(a);
  return end();
}
