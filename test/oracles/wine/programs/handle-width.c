/* Handles fit into 16 bits, are counted up and differ from each other. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  ULONG_PTR first, second, third;
  begin();
  first = (ULONG_PTR)WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a);
  second = (ULONG_PTR)WSAAsyncGetProtoByName(window, WM_X, "udp", b, sizeof b);
  third = (ULONG_PTR)WSAAsyncGetProtoByNumber(NULL, WM_X, 17, b, sizeof b);
  say("fit %d %d %d", first <= 0xFFFF, second <= 0xFFFF, third <= 0xFFFF);
  say("steps %d %d", (int)(second - first), (int)(third - second));
  say("bytes %d, %d", (int)sizeof(HANDLE), (int)sizeof(WPARAM));
  return end();
}
