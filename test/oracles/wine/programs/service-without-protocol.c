/* No protocol: the first entry of the table that has the name or the port. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("name", WSAAsyncGetServByName(window, WM_X, "domain", NULL, a, sizeof a));
  take();
  print_service(a);
  started("port", WSAAsyncGetServByPort(window, WM_X, htons(53), NULL, b, sizeof b));
  take();
  print_service(b);
  started("empty", WSAAsyncGetServByName(window, WM_X, "domain", "", c, sizeof c));
  take();
  return end();
}
