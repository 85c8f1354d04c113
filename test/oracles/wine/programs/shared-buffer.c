/* Two requests share one buffer: both messages show the record that came last. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  queued();
  started("b", WSAAsyncGetHostByName(window, WM_Y, "gated.test", a, sizeof a));
  open_gate("gate");
  while (!PeekMessageA(&message, window, WM_Y, WM_Y, PM_NOREMOVE)) Sleep(1);
  take();
  print_host(a);
  take();
  print_host(a);
  return end();
}
