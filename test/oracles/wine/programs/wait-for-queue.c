/* MsgWaitForMultipleObjects ends for an event or for a completion, and tells which. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  HANDLE event;
  begin();
  event = CreateEventA(NULL, FALSE, FALSE, NULL);
  say("time-out: %d", MsgWaitForMultipleObjects(1, &event, FALSE, 50, QS_POSTMESSAGE) == WAIT_TIMEOUT);
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  SetEvent(event);
  say("event: %d", MsgWaitForMultipleObjects(1, &event, FALSE, LIMIT, QS_POSTMESSAGE) == WAIT_OBJECT_0);
  open_gate("gate");
  say("queue: %d", MsgWaitForMultipleObjects(1, &event, FALSE, LIMIT, QS_POSTMESSAGE) == WAIT_OBJECT_0 + 1);
  take();
  say("task handle: %d", WaitForSingleObject(labels[0].handle, 50) == WAIT_FAILED);
  return end();
}
