/* The window procedure gets the completion from DispatchMessage, nested in another handler too. */
/* Scenario: standard */
#include "oracle.h"

static int depth;

static LRESULT CALLBACK procedure(HWND handle, UINT number, WPARAM wide, LPARAM low) {
  MSG message;
  if (number != WM_X) return DefWindowProcA(handle, number, wide, low);
  ++depth;
  say("enter %s at depth %d", label_of(wide), depth);
  if (depth == 1 && wait_message(&message, PM_REMOVE, LIMIT)) DispatchMessageA(&message);
  say("leave %s at depth %d", label_of(wide), depth);
  --depth;
  return 0;
}

int main(void) {
  MSG message;
  begin();
  SetWindowLongPtrA(window, GWLP_WNDPROC, (LONG_PTR)procedure);
  started("a", WSAAsyncGetHostByName(window, WM_X, "alpha.test", a, sizeof a));
  queued();
  started("b", WSAAsyncGetHostByName(window, WM_X, "gated.test", b, sizeof b));
  open_gate("gate");
  if (wait_message(&message, PM_REMOVE, LIMIT)) DispatchMessageA(&message);
  silence();
  return end();
}
