/* Cancel in the window procedure that handles the completion, and after it. */
/* Scenario: standard */
#include "oracle.h"

static LRESULT CALLBACK procedure(HWND handle, UINT number, WPARAM wide, LPARAM low) {
  if (number != WM_X) return DefWindowProcA(handle, number, wide, low);
  say("handler %s: error %d, size %d", label_of(wide), WSAGETASYNCERROR(low), WSAGETASYNCBUFLEN(low));
  cancelled("in the handler", (HANDLE)wide);
  return 0;
}

int main(void) {
  MSG message;
  begin();
  SetWindowLongPtrA(window, GWLP_WNDPROC, (LONG_PTR)procedure);
  started("a", WSAAsyncGetServByPort(window, WM_X, htons(80), "tcp", a, sizeof a));
  if (wait_message(&message, PM_REMOVE, LIMIT)) DispatchMessageA(&message);
  cancelled("after the handler", labels[0].handle);
  silence();
  return end();
}
