/* A window that no longer exists: the request starts, and its message goes nowhere. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  DestroyWindow(window);
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  silence();
  print_protocol(a);
  return end();
}
