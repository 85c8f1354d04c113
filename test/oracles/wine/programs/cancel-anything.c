/* The stub: zero, a foreign value, twice, and the last error is not touched. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  WSASetLastError(4242);
  cancelled("zero", NULL);
  cancelled("foreign", (HANDLE)(ULONG_PTR)0x4321);
  cancelled("invalid", INVALID_HANDLE_VALUE);
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  cancelled("a", labels[0].handle);
  cancelled("a", labels[0].handle);
  say("last error %d", WSAGetLastError());
  open_gate("gate");
  take();
  cancelled("a", labels[0].handle);
  return end();
}
