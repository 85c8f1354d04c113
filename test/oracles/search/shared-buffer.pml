/* The model of shared-buffer.c. A word is a number that the program prints on a line of its own. */
#define REQUESTS 2
#include "machine.h"

active proctype program() {
  byte m;
  start(0);
  start(1);
  take(m);
  atomic { say(content) };
  take(m);
  atomic { say(content) };
  finish()
}
