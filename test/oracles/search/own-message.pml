/* The model of own-message.c. A word is a number that the program prints on a line of its own. */
#define REQUESTS 2
#include "machine.h"

active proctype program() {
  byte m;
  start(0);
  atomic { append(OWN) };
  start(1);
  take(m);
  say(m);
  take(m);
  say(m);
  take(m);
  say(m);
  finish()
}
