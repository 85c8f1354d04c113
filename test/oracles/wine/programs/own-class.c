/* A class of one's own: creation and destruction call its procedure, the completion only through the pump. */
/* Scenario: standard */
#include "oracle.h"

static LRESULT CALLBACK procedure(HWND handle, UINT number, WPARAM wide, LPARAM low) {
  switch (number) {
    case WM_CREATE: say("create"); return 0;
    case WM_DESTROY: say("destroy"); PostQuitMessage(5); return 0;
    case WM_X: say("completion %s: error %d", label_of(wide), WSAGETASYNCERROR(low)); DestroyWindow(handle); return 0;
    default: return DefWindowProcA(handle, number, wide, low);
  }
}

int main(void) {
  WNDCLASSA type = {0};
  MSG message;
  HWND own;
  begin();
  type.lpfnWndProc = procedure;
  type.lpszClassName = "own";
  type.hInstance = GetModuleHandleA(NULL);
  say("class %d", RegisterClassA(&type) != 0);
  own = CreateWindowA("own", "own", WS_OVERLAPPEDWINDOW, 0, 0, 10, 10, NULL, NULL, type.hInstance, NULL);
  say("again %d", RegisterClassA(&type) != 0);
  say("send %d", (int)SendMessageA(own, WM_USER, 0, 0));
  started("a", WSAAsyncGetServByName(own, WM_X, "ntp", "udp", a, sizeof a));
  while (GetMessageA(&message, NULL, 0, 0) > 0) DispatchMessageA(&message);
  say("loop ended with %d, window %d", (int)message.wParam, IsWindow(own));
  return end();
}
