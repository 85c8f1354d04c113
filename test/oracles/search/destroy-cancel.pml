/* The model of destroy-cancel.c. A word is a number that the program prints on a line of its own. */
#define REQUESTS 1
#include "machine.h"

active proctype program() {
  byte m, result;
  start(0);
  atomic { say(waiting > 0) };
  destroy();
  cancel(0, result);
  say(result);
  look(m);
  say(m != NOTHING);
  finish()
}
