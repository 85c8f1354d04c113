/* As race-destroy, forced: the window goes when the message is in the queue. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  DestroyWindow(window);
  silence();
  say("name starts with %c", ((struct hostent *)a)->h_name[0]);
  return end();
}
