/* The window is destroyed at once: the message is dropped or never posted, and nobody can tell. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  DestroyWindow(window);
  silence();
  say("name starts with %c", ((struct hostent *)a)->h_name[0]);
  return end();
}
