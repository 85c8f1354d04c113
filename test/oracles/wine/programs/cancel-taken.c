/* Cancel between taking the message and handling it. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  wait_message(&message, PM_REMOVE, LIMIT);
  cancelled("a", labels[0].handle);
  print_message(&message);
  print_host(a);
  silence();
  return end();
}
