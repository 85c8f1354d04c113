/* A socket's message with the number of a completion: only wParam tells them apart. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  SOCKET s;
  int i;
  begin();
  s = socket(AF_INET, SOCK_DGRAM, 0);
  answered("select", WSAAsyncSelect(s, window, WM_X, FD_WRITE));
  queued();
  started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  open_gate("gate");
  for (i = 0; i < 2; ++i) {
    if (!wait_message(&message, PM_REMOVE, LIMIT)) say("nothing");
    else if (message.wParam == (WPARAM)s) say("socket: event %d, error %d", WSAGETSELECTEVENT(message.lParam), WSAGETSELECTERROR(message.lParam));
    else print_message(&message);
  }
  answered("select off", WSAAsyncSelect(s, window, 0, 0));
  cancelled("the socket", (HANDLE)s);
  answered("close", closesocket(s));
  return end();
}
