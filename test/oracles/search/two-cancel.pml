/* The model of two-cancel.c. A word is a number that the program prints on a line of its own. */
#define REQUESTS 2
#include "machine.h"

active proctype program() {
  byte m, result;
  start(0);
  start(1);
  cancel(1, result);
  say(result);
  cancel(0, result);
  say(result);
  look(m);
  if
  :: m != NOTHING -> say(m)
  :: else -> skip
  fi;
  look(m);
  if
  :: m != NOTHING -> say(m)
  :: else -> skip
  fi;
  finish()
}
