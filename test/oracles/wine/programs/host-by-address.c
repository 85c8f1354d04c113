/* A host by its binary address. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  static const unsigned char address[4] = {192, 0, 2, 10};
  begin();
  started("a", WSAAsyncGetHostByAddr(window, WM_X, (const char *)address, 4, AF_INET, a, sizeof a));
  take();
  print_host(a);
  return end();
}
