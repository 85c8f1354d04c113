/* As race-last-error, forced: the last error is set when the message is in the queue. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "nx.test", a, sizeof a));
  queued();
  WSASetLastError(17);
  take();
  say("last error %d", WSAGetLastError());
  return end();
}
