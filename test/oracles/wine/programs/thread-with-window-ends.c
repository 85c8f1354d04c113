/* The thread that owns the window ends: window and messages go with it. */
/* Scenario: standard */
#include "oracle.h"

static HANDLE created, leave;
static HWND far_window;

static DWORD WINAPI owner(void *unused_argument) {
  (void)unused_argument;
  far_window = new_window();
  SetEvent(created);
  WaitForSingleObject(leave, INFINITE);
  return 0;
}

int main(void) {
  HANDLE thread;
  begin();
  created = CreateEventA(NULL, FALSE, FALSE, NULL);
  leave = CreateEventA(NULL, FALSE, FALSE, NULL);
  thread = CreateThread(NULL, 0, owner, NULL, 0, NULL);
  WaitForSingleObject(created, INFINITE);
  started("a", WSAAsyncGetHostByName(far_window, WM_X, "gated.test", a, sizeof a));
  SetEvent(leave);
  WaitForSingleObject(thread, INFINITE);
  say("window: %d", IsWindow(far_window));
  open_gate("gate");
  silence();
  print_host(a);
  return end();
}
