/* Name and protocol may change as soon as the start has returned. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  char name[16] = "gated.test", service[8] = "http", protocol[8] = "tcp";
  unsigned char address[4] = {192, 0, 2, 10};
  begin();
  started("a", WSAAsyncGetHostByName(window, WM_X, name, a, sizeof a));
  strcpy(name, "nx.test");
  open_gate("gate");
  take();
  print_host(a);
  started("b", WSAAsyncGetServByName(window, WM_X, service, protocol, b, sizeof b));
  strcpy(service, "ntp");
  strcpy(protocol, "udp");
  take();
  print_service(b);
  started("c", WSAAsyncGetHostByAddr(window, WM_X, (const char *)address, 4, AF_INET, c, sizeof c));
  memset(address, 0, 4);
  take();
  print_host(c);
  return end();
}
