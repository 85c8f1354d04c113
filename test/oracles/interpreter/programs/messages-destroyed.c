/* A destroyed window: its messages are gone, posting to it fails. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  HWND window = CreateWindow("STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
  MSG message;
  BOOL posted;
  PostMessage(window, WM_APP, 1, 0);
  PostThreadMessage(GetCurrentThreadId(), WM_APP + 1, 2, 0);
  DestroyWindow(window);
  posted = PostMessage(window, WM_APP, 3, 0);
  printf("%d %lu\n", posted, posted ? 0 : GetLastError());
  while (PeekMessage(&message, NULL, WM_APP, 0xBFFF, PM_REMOVE)) printf("%d %d\n", (int)message.wParam, message.hwnd == NULL);
  return 0;
}
