/* A timer's message comes after posted ones. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  SetTimer(window, 3, 10, NULL);
  queued();
  Sleep(100);
  GetMessageA(&message, window, 0, 0);
  print_message(&message);
  GetMessageA(&message, window, 0, 0);
  say("timer %d: %d", message.message == WM_TIMER, (int)message.wParam);
  say("kill: %d", KillTimer(window, 3) != 0);
  say("kill: %d", KillTimer(window, 3) != 0);
  return end();
}
