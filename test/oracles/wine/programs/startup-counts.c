/* Startups are counted; the cleanup that finds none fails. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  WSADATA data;
  begin_without_startup();
  answered("cleanup", WSACleanup());
  answered("startup", WSAStartup(MAKEWORD(2, 2), &data));
  answered("startup", WSAStartup(MAKEWORD(1, 1), &data));
  say("agreed %d.%d", LOBYTE(data.wVersion), HIBYTE(data.wVersion));
  answered("startup 0.1", WSAStartup(MAKEWORD(0, 1), &data));
  answered("cleanup", WSACleanup());
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  take();
  answered("cleanup", WSACleanup());
  started("b", WSAAsyncGetHostByName(window, WM_X, "alpha.test", b, sizeof b));
  take();
  answered("cleanup", WSACleanup());
  answered("cleanup", WSACleanup());
  answered("startup", WSAStartup(MAKEWORD(2, 2), &data));
  started("c", WSAAsyncGetHostByName(window, WM_X, "alpha.test", c, sizeof c));
  take();
  return end();
}
