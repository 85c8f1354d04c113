/* Neither services nor protocols nor hosts: everything is not found. */
/* Scenario: empty */
#include "oracle.h"

int main(void) {
  static const unsigned char address[4] = {192, 0, 2, 10};
  begin();
  started("host by name", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  take();
  started("host by address", WSAAsyncGetHostByAddr(window, WM_X, (const char *)address, 4, AF_INET, a, sizeof a));
  take();
  started("service by name", WSAAsyncGetServByName(window, WM_X, "http", "tcp", a, sizeof a));
  take();
  started("service by port", WSAAsyncGetServByPort(window, WM_X, htons(80), NULL, a, sizeof a));
  take();
  started("protocol by name", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  take();
  started("protocol by number", WSAAsyncGetProtoByNumber(window, WM_X, 6, a, sizeof a));
  take();
  print_written("a", a, sizeof a);
  return end();
}
