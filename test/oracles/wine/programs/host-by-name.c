/* A host by name: message, size and layout of the result. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  take();
  print_host(a);
  print_written("a", a, sizeof a);
  silence();
  return end();
}
