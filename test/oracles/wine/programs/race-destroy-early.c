/* As race-destroy, forced: the window goes while the lookup runs. The other name starts with the same letter. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alias.test", a, sizeof a));
  at_gate("gate");
  DestroyWindow(window);
  open_gate("gate");
  silence();
  say("name starts with %c", ((struct hostent *)a)->h_name[0]);
  return end();
}
