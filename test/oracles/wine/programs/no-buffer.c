/* No buffer, of no length: the request is started and answered. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  begin();
  started("service by port", WSAAsyncGetServByPort(window, WM_X, htons(80), NULL, NULL, 0));
  take();
  started("service by name", WSAAsyncGetServByName(window, WM_X, "", NULL, NULL, 0));
  take();
  started("host", WSAAsyncGetHostByName(window, WM_X, "alpha.test", NULL, 0));
  take();
  started("protocol", WSAAsyncGetProtoByName(window, WM_X, "nosuch", NULL, 0));
  take();
  return end();
}
