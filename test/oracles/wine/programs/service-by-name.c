/* A service by name and protocol, with and without aliases. */
/* Scenario: standard */
#include "oracle.h"

static void look_up(const char *name, const char *protocol) {
  unused(a, sizeof a);
  started(name, WSAAsyncGetServByName(window, WM_X, name, protocol, a, sizeof a));
  take();
  print_service(a);
  print_written("a", a, sizeof a);
}

int main(void) {
  begin();
  look_up("http", "tcp");
  look_up("domain", "udp");
  look_up("domain", "tcp");
  look_up("ntp", "udp");
  look_up("HTTP", "TCP");
  return end();
}
