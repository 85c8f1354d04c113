/* A buffer of exactly the size that is needed, and of one byte less. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  int size;
  begin();
  for (size = 72; size >= 70; --size) {
    unused(a, sizeof a);
    started("host", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, size));
    take();
    print_written("a", a, sizeof a);
  }
  for (size = 48; size >= 47; --size) {
    unused(a, sizeof a);
    started("protocol", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, size));
    take();
    print_written("a", a, sizeof a);
  }
  for (size = 61; size >= 60; --size) {
    unused(a, sizeof a);
    started("service", WSAAsyncGetServByName(window, WM_X, "http", "tcp", a, size));
    take();
    print_written("a", a, sizeof a);
  }
  return end();
}
