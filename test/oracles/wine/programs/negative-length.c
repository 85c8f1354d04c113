/* A negative length is a length that is too small. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("host", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, -1));
  take();
  started("service", WSAAsyncGetServByName(window, WM_X, "http", "tcp", a, -1024));
  take();
  started("protocol", WSAAsyncGetProtoByNumber(window, WM_X, 6, a, (int)0x80000000));
  take();
  print_written("a", a, sizeof a);
  return end();
}
