/* Several addresses and aliases; an alias is looked up like the name; the case of letters does not matter. */
/* Scenario: standard */
#include "oracle.h"

static void look_up(const char *name) {
  started(name, WSAAsyncGetHostByName(window, WM_X, name, a, sizeof a));
  take();
  print_host(a);
}

int main(void) {
  begin();
  look_up("multi.test");
  print_written("a", a, sizeof a);
  look_up("m2.test");
  look_up("MULTI.Test");
  return end();
}
