/* Byte order and addresses as text. */
/* Scenario: standard */
#include "oracle.h"

static void read_address(const char *text) { say("%s: 0x%x", text, (unsigned)inet_addr(text)); }

int main(void) {
  struct in_addr address;
  begin();
  say("%u %u %u", htons(80), htons(443), ntohs(0xBB01));
  say("0x%x 0x%x", (unsigned)htonl(0x7F000001), (unsigned)ntohl(0x0A0200C0));
  read_address("192.0.2.10");
  read_address("127.1");
  read_address("1.2.3");
  read_address("16909060");
  read_address("0x7f.0.0.1");
  read_address("010.0.0.1");
  read_address("256.0.0.1");
  read_address("1.2.3.4.5");
  read_address("text");
  read_address("");
  read_address("255.255.255.255");
  read_address("1.2.3.4 ");
  address.s_addr = 0x0A0200C0;
  say("%s", inet_ntoa(address));
  address.s_addr = 0xFFFFFFFF;
  say("%s", inet_ntoa(address));
  return end();
}
