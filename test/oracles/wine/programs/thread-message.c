/* A thread message among completions; DispatchMessage passes it to no window. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  PostThreadMessageA(GetCurrentThreadId(), WM_USER + 9, 3, 4);
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  while (!PeekMessageA(&message, window, WM_X, WM_X, PM_NOREMOVE)) Sleep(1);
  message = take();
  say("no window: %d", message.hwnd == NULL);
  say("dispatch: %d", (int)DispatchMessageA(&message));
  take();
  return end();
}
