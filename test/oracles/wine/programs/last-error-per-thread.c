/* Each thread has a last error of its own; it is the one of Windows too. */
/* Scenario: standard */
#include "oracle.h"

static DWORD WINAPI other(void *unused_argument) {
  (void)unused_argument;
  say("other %d", WSAGetLastError());
  WSASetLastError(7);
  say("other %d", WSAGetLastError());
  return 0;
}

int main(void) {
  begin();
  WSASetLastError(4242);
  on_thread(other);
  say("first %d", WSAGetLastError());
  SetLastError(99);
  say("first %d", WSAGetLastError());
  answered("cleanup", WSACleanup());
  answered("cleanup", WSACleanup());
  say("of Windows %d", (int)GetLastError());
  return 0;
}
