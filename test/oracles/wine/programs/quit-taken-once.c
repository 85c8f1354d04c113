/* Two PostQuitMessage calls leave one WM_QUIT with the last code. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  MSG message;
  begin();
  PostQuitMessage(1);
  PostQuitMessage(2);
  say("look: %d", PeekMessageA(&message, NULL, 0, 0, PM_NOREMOVE));
  print_message(&message);
  say("take: %d", PeekMessageA(&message, NULL, 0, 0, PM_REMOVE));
  print_message(&message);
  say("take: %d", PeekMessageA(&message, NULL, 0, 0, PM_REMOVE));
  return end();
}
