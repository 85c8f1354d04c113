/* A message-only window gets its completions like another one. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  HWND only;
  begin();
  only = CreateWindowA("STATIC", "only", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  say("window %d", only != NULL);
  started("a", WSAAsyncGetProtoByName(only, WM_X, "tcp", a, sizeof a));
  say("for it: %d", take().hwnd == only);
  DestroyWindow(only);
  say("window %d", IsWindow(only));
  return end();
}
