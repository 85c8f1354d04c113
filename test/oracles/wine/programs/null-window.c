/* No window: the request starts, and its message goes nowhere. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetProtoByName(NULL, WM_X, "tcp", a, sizeof a));
  silence();
  print_protocol(a);
  cancelled("a", labels[0].handle);
  return end();
}
