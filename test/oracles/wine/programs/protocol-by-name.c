/* A protocol by name, whatever the case of its letters. */
/* Scenario: standard */
#include "oracle.h"

static void look_up(const char *name) {
  unused(a, sizeof a);
  started(name, WSAAsyncGetProtoByName(window, WM_X, name, a, sizeof a));
  take();
  print_protocol(a);
  print_written("a", a, sizeof a);
}

int main(void) {
  begin();
  look_up("tcp");
  look_up("UDP");
  look_up("bare");
  return end();
}
