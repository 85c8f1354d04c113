/* Message number 0 is accepted like any other. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  HANDLE handle;
  DWORD start = GetTickCount();
  int seen = 0;
  begin();
  handle = started("a", WSAAsyncGetProtoByName(window, 0, "tcp", a, sizeof a));
  while (!seen && GetTickCount() - start < LIMIT)
    if (PeekMessageA(&message, window, 0, 0, PM_REMOVE)) seen = message.message == 0 && message.wParam == (WPARAM)handle;
    else Sleep(1);
  say("seen %d, error %d, size %d", seen, WSAGETASYNCERROR(message.lParam), WSAGETASYNCBUFLEN(message.lParam));
  return end();
}
