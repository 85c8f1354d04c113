/* A cleanup that is not the last one changes nothing. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  WSADATA data;
  begin();
  answered("startup", WSAStartup(MAKEWORD(2, 2), &data));
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  answered("cleanup", WSACleanup());
  open_gate("gate");
  take();
  print_host(a);
  return end();
}
