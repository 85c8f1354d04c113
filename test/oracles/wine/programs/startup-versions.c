/* Which versions are refused, which one is agreed on. */
/* Scenario: standard */
#include "oracle.h"

static void ask(int major, int minor) {
  WSADATA data;
  int result;
  memset(&data, 0, sizeof data);
  result = WSAStartup(MAKEWORD(major, minor), &data);
  if (result) say("%d.%d: error %d", major, minor, result);
  else {
    say("%d.%d: agreed %d.%d, highest %d.%d", major, minor, LOBYTE(data.wVersion), HIBYTE(data.wVersion),
        LOBYTE(data.wHighVersion), HIBYTE(data.wHighVersion));
    WSACleanup();
  }
}

int main(void) {
  ask(2, 2);
  ask(1, 1);
  ask(1, 0);
  ask(2, 0);
  ask(2, 1);
  ask(2, 3);
  ask(3, 0);
  ask(1, 2);
  ask(1, 5);
  ask(0, 0);
  ask(0, 1);
  ask(0, 9);
  ask(255, 255);
  answered("no data", WSAStartup(MAKEWORD(2, 2), NULL));
  answered("cleanup", WSACleanup());
  return 0;
}
