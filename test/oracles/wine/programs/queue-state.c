/* GetQueueStatus, WaitMessage and PM_NOREMOVE: what is new, what is there, and what a look changes. */
/* Scenario: standard */
#include "oracle.h"

/* New and present bits of posted messages. */
static void state(const char *when) {
  DWORD bits = GetQueueStatus(QS_POSTMESSAGE);
  say("%s: new %d, there %d", when, (LOWORD(bits) & QS_POSTMESSAGE) != 0, (HIWORD(bits) & QS_POSTMESSAGE) != 0);
}

int main(void) {
  MSG message;
  begin();
  while (PeekMessageA(&message, NULL, 0, 0, PM_REMOVE)) continue;
  state("empty");
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  /* the wait ends with the message, which stays */
  WaitMessage();
  while (!(HIWORD(GetQueueStatus(QS_POSTMESSAGE)) & QS_POSTMESSAGE)) Sleep(1);
  state("posted and seen");
  PeekMessageA(&message, NULL, WM_Y, WM_Y, PM_NOREMOVE);
  state("looked for another");
  PostMessageA(window, WM_USER + 5, 1, 2);
  state("posted again");
  state("asked again");
  take();
  state("one taken");
  take();
  state("all taken");
  return end();
}
