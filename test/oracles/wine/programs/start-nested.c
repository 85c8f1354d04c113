/* A start from the handler of a completion, with the same buffer. */
/* Scenario: standard */
#include "oracle.h"

static LRESULT CALLBACK procedure(HWND handle, UINT number, WPARAM wide, LPARAM low) {
  if (number != WM_X) return DefWindowProcA(handle, number, wide, low);
  say("handler %s: error %d, size %d", label_of(wide), WSAGETASYNCERROR(low), WSAGETASYNCBUFLEN(low));
  if (WSAGETASYNCERROR(low) == WSAENOBUFS)
    started("again", WSAAsyncGetServByName(window, WM_X, "ntp", "udp", a, WSAGETASYNCBUFLEN(low)));
  else print_service(a);
  return 0;
}

int main(void) {
  MSG message;
  int i;
  begin();
  SetWindowLongPtrA(window, GWLP_WNDPROC, (LONG_PTR)procedure);
  started("a", WSAAsyncGetServByName(window, WM_X, "ntp", "udp", a, 10));
  for (i = 0; i < 2; ++i)
    if (wait_message(&message, PM_REMOVE, LIMIT)) DispatchMessageA(&message);
  silence();
  return end();
}
