/* The same, forced: the second request writes last. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG first, second;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  wait_message(&first, PM_REMOVE, LIMIT);
  started("b", WSAAsyncGetHostByName(window, WM_X, "beta2.test", a, sizeof a));
  wait_message(&second, PM_REMOVE, LIMIT);
  say("name starts with %c", ((struct hostent *)a)->h_name[0]);
  return end();
}
