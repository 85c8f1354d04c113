/* A cancel from another thread than the one that started the request. */
/* Scenario: standard */
#include "oracle.h"

static DWORD WINAPI canceller(void *unused_argument) {
  (void)unused_argument;
  WSASetLastError(5);
  cancelled("a", labels[0].handle);
  say("its last error %d", WSAGetLastError());
  return 0;
}

int main(void) {
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  on_thread(canceller);
  open_gate("gate");
  take();
  print_host(a);
  return end();
}
