/* WM_QUIT passes every filter, once no posted message matches it. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  PostQuitMessage(7);
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  while (!(PeekMessageA(&message, window, WM_X, WM_X, PM_NOREMOVE) && message.message == WM_X)) Sleep(1);
  say("first: %d", PeekMessageA(&message, window, WM_X, WM_X, PM_REMOVE));
  print_message(&message);
  say("second: %d", PeekMessageA(&message, window, WM_X, WM_X, PM_REMOVE));
  print_message(&message);
  say("third: %d", PeekMessageA(&message, window, WM_X, WM_X, PM_REMOVE));
  return end();
}
