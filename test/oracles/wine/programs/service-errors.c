/* Names and ports that are not found: unknown, alias, number as name, wrong protocol, wrong byte order. */
/* Scenario: standard */
#include "oracle.h"

static void by_name(const char *name, const char *protocol) {
  started(name, WSAAsyncGetServByName(window, WM_X, name, protocol, a, sizeof a));
  take();
}

static void by_port(const char *label, int port, const char *protocol) {
  started(label, WSAAsyncGetServByPort(window, WM_X, port, protocol, a, sizeof a));
  take();
}

int main(void) {
  begin();
  by_name("gopher", "tcp");
  by_name("www", "tcp");
  by_name("80", "tcp");
  by_name("http/tcp", NULL);
  by_name("http", "udp");
  by_name("", "tcp");
  by_port("host order", 80, "tcp");
  by_port("long order", htonl(80), "tcp");
  by_port("wrong protocol", htons(80), "udp");
  by_port("unknown", htons(4321), "tcp");
  print_written("a", a, sizeof a);
  return end();
}
