/* The four answers of a resolver that are no host. */
/* Scenario: standard */
#include "oracle.h"

static void look_up(const char *name) {
  started(name, WSAAsyncGetHostByName(window, WM_X, name, a, sizeof a));
  take();
}

int main(void) {
  begin();
  look_up("nx.test");
  look_up("soft.test");
  look_up("broken.test");
  look_up("mxonly.test");
  print_written("a", a, sizeof a);
  return end();
}
