/* The thread that started the request ends before its completion; the window's thread gets the message. */
/* Scenario: standard */
#include "oracle.h"

static DWORD WINAPI starter(void *unused_argument) {
  (void)unused_argument;
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  return 0;
}

int main(void) {
  begin();
  on_thread(starter);
  open_gate("gate");
  take();
  print_host(a);
  return end();
}
