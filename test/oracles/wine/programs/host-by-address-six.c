/* An address of version 6: Wine hands it on to the resolver of the system, which may even know it. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  static const unsigned char six[16] = {0x20, 0x01, 0x0d, 0xb8};
  begin();
  started("six", WSAAsyncGetHostByAddr(window, WM_X, (const char *)six, 16, AF_INET6, a, sizeof a));
  take();
  return end();
}
