/* WM_QUIT comes after every posted message, also those posted later; GetMessage then answers 0. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  PostQuitMessage(3);
  PostMessageA(window, WM_Y, 1, 0);
  started("a", WSAAsyncGetProtoByName(window, WM_X, "tcp", a, sizeof a));
  while (!PeekMessageA(&message, window, WM_X, WM_X, PM_NOREMOVE) || message.message != WM_X) Sleep(1);
  say("get: %d", GetMessageA(&message, NULL, 0, 0));
  say("number 0x%x", message.message);
  say("get: %d", GetMessageA(&message, NULL, 0, 0));
  print_message(&message);
  say("get: %d", GetMessageA(&message, NULL, 0, 0));
  print_message(&message);
  say("peek: %d", PeekMessageA(&message, NULL, 0, 0, PM_REMOVE));
  return end();
}
