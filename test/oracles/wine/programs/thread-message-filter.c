/* A filter by window leaves thread messages; the filter -1 takes only them. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  queued();
  PostThreadMessageA(GetCurrentThreadId(), WM_USER + 9, 3, 4);
  say("thread only: %d", PeekMessageA(&message, (HWND)-1, 0, 0, PM_REMOVE));
  print_message(&message);
  say("thread only: %d", PeekMessageA(&message, (HWND)-1, 0, 0, PM_REMOVE));
  PostThreadMessageA(GetCurrentThreadId(), WM_USER + 8, 3, 4);
  say("window only: %d", PeekMessageA(&message, window, WM_USER, 0xFFFF, PM_REMOVE));
  print_message(&message);
  say("window only: %d", PeekMessageA(&message, window, WM_USER, 0xFFFF, PM_REMOVE));
  take();
  return end();
}
