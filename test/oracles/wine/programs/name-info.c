/* GetNameInfoW: names and numbers, buffers that are too small or not there, what is no address. */
/* Scenario: standard */
#include "oracle.h"

static struct sockaddr_in address;

static void ask(const char *what, const char *dotted, int port, int node_size, int service_size, int flags) {
  WCHAR node[64] = L"-", service[64] = L"-";
  int result;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((u_short)port);
  address.sin_addr.s_addr = inet_addr(dotted);
  result = GetNameInfoW((SOCKADDR *)&address, sizeof address, node, node_size, service, service_size, flags);
  if (result) say("%s: %d", what, result);
  else say("%s: %ls %ls", what, node, service);
}

int main(void) {
  WCHAR node[64];
  begin_without_startup();
  ask("not started", "192.0.2.10", 80, 64, 64, NI_NUMERICHOST | NI_NUMERICSERV);
  begin();
  ask("numbers", "192.0.2.10", 80, 64, 64, NI_NUMERICHOST | NI_NUMERICSERV);
  ask("names", "192.0.2.10", 80, 64, 64, 0);
  ask("datagram", "192.0.2.10", 123, 64, 64, NI_DGRAM);
  ask("unknown, number", "192.0.2.99", 4711, 64, 64, 0);
  WSASetLastError(5);
  ask("unknown, name required", "192.0.2.99", 80, 64, 64, NI_NAMEREQD);
  say("last error: %d", WSAGetLastError());
  ask("node alone", "192.0.2.10", 80, 64, 0, NI_NUMERICHOST);
  ask("service alone", "192.0.2.10", 80, 0, 64, NI_NUMERICSERV);
  ask("nothing asked", "192.0.2.10", 80, 0, 0, NI_NUMERICHOST);
  ask("node too small", "192.0.2.10", 80, 5, 64, NI_NUMERICHOST | NI_NUMERICSERV);
  ask("node exact", "192.0.2.10", 80, 11, 64, NI_NUMERICHOST | NI_NUMERICSERV);
  ask("service too small", "192.0.2.10", 80, 64, 2, NI_NUMERICHOST | NI_NUMERICSERV);
  say("short: %d", GetNameInfoW((SOCKADDR *)&address, 4, node, 64, NULL, 0, NI_NUMERICHOST));
  say("no address: %d", GetNameInfoW(NULL, sizeof address, node, 64, NULL, 0, NI_NUMERICHOST));
  address.sin_family = 99;
  say("bad family: %d", GetNameInfoW((SOCKADDR *)&address, sizeof address, node, 64, NULL, 0, NI_NUMERICHOST));
  return end();
}
