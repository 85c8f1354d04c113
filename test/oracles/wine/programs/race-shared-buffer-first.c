/* The same, forced: the first request writes last. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG first, second;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alias.test", a, sizeof a));
  started("b", WSAAsyncGetHostByName(window, WM_X, "beta2.test", a, sizeof a));
  wait_message(&first, PM_REMOVE, LIMIT);
  open_gate("gate");
  wait_message(&second, PM_REMOVE, LIMIT);
  say("name starts with %c", ((struct hostent *)a)->h_name[0]);
  return end();
}
