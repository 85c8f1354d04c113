/* A protocol by number in host order. */
/* Scenario: standard */
#include "oracle.h"

static void look_up(const char *label, int number) {
  started(label, WSAAsyncGetProtoByNumber(window, WM_X, number, a, sizeof a));
  take();
  print_protocol(a);
}

int main(void) {
  begin();
  look_up("6", IPPROTO_TCP);
  look_up("17", 17);
  look_up("0", 0);
  look_up("99", 99);
  return end();
}
