/* The 65,536th request gets the handle of the first one, which is still pending. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  HANDLE first, handle = NULL;
  int i, zero = 0, early = 0;
  begin();
  first = started("a", WSAAsyncGetHostByName(window, WM_X, "gated.test", a, sizeof a));
  for (i = 0; i < 65535; ++i) {
    /* A window that does not exist, so that the queue stays empty. */
    handle = WSAAsyncGetProtoByNumber(NULL, WM_X, 6, b, 0);
    zero += handle == NULL;
    early += handle == first && i < 65534;
  }
  say("zero %d, early %d, same at the end %d", zero, early, handle == first);
  open_gate("gate");
  take();
  return end();
}
