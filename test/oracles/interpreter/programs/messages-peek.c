/* PeekMessage with filters, looking and taking. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  HWND window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  MSG message;
  int taken = 0;
  PostMessage(window, WM_APP + 1, 1, 0);
  PostMessage(window, WM_APP + 2, 2, 0);
  PostMessage(window, WM_APP + 1, 3, 0);
  printf("%d\n", PeekMessage(&message, window, WM_APP + 2, WM_APP + 2, PM_NOREMOVE));
  printf("%d\n", (int)message.wParam);
  while (PeekMessage(&message, window, WM_APP + 1, WM_APP + 1, PM_REMOVE)) { printf("took %d\n", (int)message.wParam); ++taken; }
  printf("%d left %d\n", taken, PeekMessage(&message, window, WM_APP, 0xBFFF, PM_REMOVE));
  printf("%d %d\n", (int)message.wParam, message.message == WM_APP + 2);
  PostQuitMessage(5);
  printf("%d\n", PeekMessage(&message, window, WM_APP, WM_APP, PM_REMOVE));
  printf("%d %d\n", message.message == WM_QUIT, (int)message.wParam);
  return taken;
}
