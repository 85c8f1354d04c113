/* Cancel before the first startup and after the last cleanup. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  WSADATA data;
  begin_without_startup();
  cancelled("before", (HANDLE)(ULONG_PTR)1);
  answered("startup", WSAStartup(MAKEWORD(2, 2), &data));
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  take();
  answered("cleanup", WSACleanup());
  cancelled("after", labels[0].handle);
  return 0;
}
