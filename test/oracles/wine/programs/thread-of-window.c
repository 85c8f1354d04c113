/* The message is in the queue of the window's thread, not of the one that started the request. */
/* Scenario: standard */
#include "oracle.h"

static HANDLE created, posted;
static HWND far_window;

static DWORD WINAPI owner(void *unused_argument) {
  (void)unused_argument;
  far_window = new_window();
  SetEvent(created);
  WaitForSingleObject(posted, INFINITE);
  take();
  return 0;
}

int main(void) {
  HANDLE thread;
  begin();
  created = CreateEventA(NULL, FALSE, FALSE, NULL);
  posted = CreateEventA(NULL, FALSE, FALSE, NULL);
  thread = CreateThread(NULL, 0, owner, NULL, 0, NULL);
  WaitForSingleObject(created, INFINITE);
  started("a", WSAAsyncGetProtoByName(far_window, WM_X, "tcp", a, sizeof a));
  silence();
  SetEvent(posted);
  WaitForSingleObject(thread, INFINITE);
  print_protocol(a);
  return end();
}
