/* A service by its port in network order. */
/* Scenario: standard */
#include "oracle.h"

static void look_up(const char *label, int port, const char *protocol) {
  started(label, WSAAsyncGetServByPort(window, WM_X, port, protocol, a, sizeof a));
  take();
  print_service(a);
}

int main(void) {
  begin();
  look_up("80 tcp", htons(80), "tcp");
  look_up("53 udp", htons(53), "udp");
  look_up("53 TCP", htons(53), "TCP");
  look_up("123", htons(123), NULL);
  return end();
}
