/* A record of more than 64 KiB: its size is told modulo 65,536, on failure and on success. */
/* Scenario: large */
#include "oracle.h"

static char large[80000];

int main(void) {
  begin();
  started("small buffer", WSAAsyncGetServByName(window, WM_X, "large", "tcp", a, sizeof a));
  take();
  print_written("a", a, sizeof a);
  unused(large, sizeof large);
  started("large buffer", WSAAsyncGetServByName(window, WM_X, "large", "tcp", large, sizeof large));
  take();
  print_written("large", large, sizeof large);
  started("told size", WSAAsyncGetServByName(window, WM_X, "large", "tcp", large, 4524));
  take();
  return end();
}
