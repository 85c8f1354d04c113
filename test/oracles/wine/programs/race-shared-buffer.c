/* Two requests at once share one buffer: what it holds in the end is either record. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG first, second;
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  started("b", WSAAsyncGetHostByName(window, WM_X, "beta2.test", a, sizeof a));
  wait_message(&first, PM_REMOVE, LIMIT);
  wait_message(&second, PM_REMOVE, LIMIT);
  say("name starts with %c", ((struct hostent *)a)->h_name[0]);
  return end();
}
