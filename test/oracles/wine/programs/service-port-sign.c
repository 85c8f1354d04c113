/* A port whose low byte is 0x80 or more: Wine compares the argument with a signed short. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("unsigned", WSAAsyncGetServByPort(window, WM_X, htons(443), "tcp", a, sizeof a));
  take();
  print_written("a", a, sizeof a);
  started("signed", WSAAsyncGetServByPort(window, WM_X, (short)htons(443), "tcp", b, sizeof b));
  take();
  print_service(b);
  return end();
}
