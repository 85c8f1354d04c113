/* The model of publish-order.c. */
#define REQUESTS 1
#include "machine.h"

bool begun, done;
bool stored;

active proctype starter() {
  begun;
  start(0);
  stored = true;
  done = true
}

active proctype program() {
  byte m;
  begun = true;
  take(m);
  say(stored);
  done;
  say(stored);
  finish()
}
