/* The six calls of Winsock 1.1 that wait, and the last error they leave. */
/* Scenario: standard */
#include "oracle.h"

static void host(const struct hostent *found) {
  int error = WSAGetLastError();
  if (found) say("host %s, %d", found->h_name, (unsigned char)found->h_addr_list[0][3]);
  else say("no host, error %d", error);
}

static void service(const struct servent *found) {
  int error = WSAGetLastError();
  if (found) say("service %s/%s", found->s_name, found->s_proto);
  else say("no service, error %d", error);
}

static void protocol(const struct protoent *found) {
  int error = WSAGetLastError();
  if (found) say("protocol %s %d", found->p_name, found->p_proto);
  else say("no protocol, error %d", error);
}

int main(void) {
  static const unsigned char known[4] = {192, 0, 2, 11}, foreign[4] = {192, 0, 2, 99};
  begin_without_startup();
  host(gethostbyname("alpha.test"));
  begin();
  host(gethostbyname("alpha.test"));
  host(gethostbyname("nx.test"));
  host(gethostbyname("mxonly.test"));
  host(gethostbyaddr((const char *)known, 4, AF_INET));
  host(gethostbyaddr((const char *)foreign, 4, AF_INET));
  host(gethostbyaddr((const char *)known, 4, 99));
  service(getservbyname("http", "tcp"));
  service(getservbyname("www", "tcp"));
  service(getservbyport(htons(53), NULL));
  service(getservbyport(htons(443), "tcp"));
  protocol(getprotobyname("UDP"));
  protocol(getprotobyname("nosuch"));
  protocol(getprotobynumber(6));
  protocol(getprotobynumber(200));
  return end();
}
