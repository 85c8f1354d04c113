/* Addresses as text, in host order, of wrong length or family, and one that nobody has. */
/* Scenario: standard */
#include "oracle.h"

static void look_up(const char *label, const void *address, int length, int type) {
  started(label, WSAAsyncGetHostByAddr(window, WM_X, address, length, type, a, sizeof a));
  take();
}

int main(void) {
  static const unsigned char known[4] = {192, 0, 2, 10}, foreign[4] = {192, 0, 2, 99}, reversed[4] = {10, 2, 0, 192};
  begin();
  look_up("nobody", foreign, 4, AF_INET);
  look_up("host order", reversed, 4, AF_INET);
  look_up("text", "192.0.2.10", 10, AF_INET);
  look_up("length 3", known, 3, AF_INET);
  look_up("length 0", known, 0, AF_INET);
  look_up("family 99", known, 4, 99);
  look_up("family 0", known, 4, 0);
  look_up("swapped", known, AF_INET, 4);
  print_written("a", a, sizeof a);
  return end();
}
