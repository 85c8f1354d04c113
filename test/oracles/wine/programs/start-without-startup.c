/* Starts before any startup: hosts by name fail by message, services and protocols succeed. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  static const unsigned char address[4] = {192, 0, 2, 10};
  begin_without_startup();
  started("host by name", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  take();
  started("host by address", WSAAsyncGetHostByAddr(window, WM_X, (const char *)address, 4, AF_INET, a, sizeof a));
  take();
  started("service by name", WSAAsyncGetServByName(window, WM_X, "http", "tcp", a, sizeof a));
  take();
  print_service(a);
  started("service by port", WSAAsyncGetServByPort(window, WM_X, htons(80), "tcp", a, sizeof a));
  take();
  started("protocol by name", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  take();
  print_protocol(a);
  started("protocol by number", WSAAsyncGetProtoByNumber(window, WM_X, 17, a, sizeof a));
  take();
  answered("cleanup", WSACleanup());
  return 0;
}
