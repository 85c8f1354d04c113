/* As race-last-error, forced: the last error is set while the lookup runs. Another thread opens the gate: a file sets the last error too. */
/* Scenario: standard */
#include "oracle.h"

static DWORD WINAPI opener(void *unused_parameter) {
  (void)unused_parameter;
  open_gate("gate");
  return 0;
}

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated-nx.test", a, sizeof a));
  at_gate("gate");
  WSASetLastError(17);
  on_thread(opener);
  take();
  say("last error %d", WSAGetLastError());
  return end();
}
