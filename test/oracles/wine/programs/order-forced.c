/* A slow lookup and a quick one: the quick one, started second, is answered first. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("slow", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  started("quick", WSAAsyncGetHostByName(window, WM_X, "alpha.test", b, sizeof b));
  take();
  open_gate("gate");
  take();
  print_host(a);
  print_host(b);
  return end();
}
