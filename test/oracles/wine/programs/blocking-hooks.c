/* The hooks of Winsock 1.1, in a program that asked for 2.2 and in one that asked for 1.1. */
/* Scenario: standard */
#include "oracle.h"

static BOOL CALLBACK hook(void) { return FALSE; }

static void ask(void) {
  FARPROC before = WSASetBlockingHook((FARPROC)hook);
  int error = WSAGetLastError();
  say("hook: had one %d, error %d", before != NULL, before ? 0 : error);
  say("blocking: %d", WSAIsBlocking());
  answered("unhook", WSAUnhookBlockingHook());
  answered("cancel", WSACancelBlockingCall());
}

int main(void) {
  WSADATA data;
  begin();
  WSASetLastError(0);
  ask();
  WSACleanup();
  say("startup: %d", WSAStartup(MAKEWORD(1, 1), &data));
  WSASetLastError(0);
  ask();
  return end();
}
