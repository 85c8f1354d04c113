/* The model of thread-start.c. A word is a number that the program prints on a line of its own. */
#define REQUESTS 2
#include "machine.h"

active proctype starter() { start(1) }

active proctype program() {
  byte m;
  start(0);
  take(m);
  say(m);
  take(m);
  say(m);
  finish()
}
