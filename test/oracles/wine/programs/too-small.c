/* A buffer that is too small: WSAENOBUFS with the size that is needed, and not one byte written. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  static const unsigned char address[4] = {192, 0, 2, 10};
  begin();
  started("host by name", WSAAsyncGetHostByName(window, WM_X, "multi.test", a, 4));
  take();
  started("host by address", WSAAsyncGetHostByAddr(window, WM_X, (const char *)address, 4, AF_INET, a, 4));
  take();
  started("service by name", WSAAsyncGetServByName(window, WM_X, "ntp", "udp", a, 4));
  take();
  started("service by port", WSAAsyncGetServByPort(window, WM_X, htons(80), "tcp", a, 4));
  take();
  started("protocol by name", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, 4));
  take();
  started("protocol by number", WSAAsyncGetProtoByNumber(window, WM_X, 17, a, 4));
  take();
  started("struct size", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof(struct hostent)));
  take();
  print_written("a", a, sizeof a);
  return end();
}
