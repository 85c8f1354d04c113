/* The macros of the message and the sizes of the structures. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  LPARAM reply = WSAMAKEASYNCREPLY(70, WSAENOBUFS);
  say("0x%x: error %d, size %d", (unsigned)reply, WSAGETASYNCERROR(reply), WSAGETASYNCBUFLEN(reply));
  say("max %d", MAXGETHOSTSTRUCT);
  say("sizes %d %d %d", (int)sizeof(struct hostent), (int)sizeof(struct servent), (int)sizeof(struct protoent));
  say("hostent %d %d %d %d %d", (int)offsetof(struct hostent, h_name), (int)offsetof(struct hostent, h_aliases),
      (int)offsetof(struct hostent, h_addrtype), (int)offsetof(struct hostent, h_length), (int)offsetof(struct hostent, h_addr_list));
  say("servent %d %d %d %d", (int)offsetof(struct servent, s_name), (int)offsetof(struct servent, s_aliases),
      (int)offsetof(struct servent, s_proto), (int)offsetof(struct servent, s_port));
  say("protoent %d %d %d", (int)offsetof(struct protoent, p_name), (int)offsetof(struct protoent, p_aliases),
      (int)offsetof(struct protoent, p_proto));
  return 0;
}
