/* The model of thread-cancel.c. A word is a number that the program prints on a line of its own. */
#define REQUESTS 1
#include "machine.h"

bool begun, done;
byte code;

active proctype canceller() {
  begun;
  cancel(0, code);
  done = true
}

active proctype program() {
  byte m;
  start(0);
  begun = true;
  look(m);
  done;
  say(m != NOTHING);
  say(code);
  finish()
}
