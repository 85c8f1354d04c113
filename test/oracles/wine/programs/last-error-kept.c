/* A completion, good or bad, does not touch the last error of the thread that started it. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  WSASetLastError(4242);
  started("bad", WSAAsyncGetHostByName(window, WM_X, "nx.test", a, sizeof a));
  take();
  say("last error %d", WSAGetLastError());
  started("good", WSAAsyncGetServByName(window, WM_X, "http", "tcp", a, sizeof a));
  take();
  say("last error %d", WSAGetLastError());
  started("small", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, 1));
  take();
  say("last error %d, of Windows %d", WSAGetLastError(), (int)GetLastError());
  return end();
}
