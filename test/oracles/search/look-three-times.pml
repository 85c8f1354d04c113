/* The model of look-three-times.c. A word is a number that the program prints on a line of its own. */
#define REQUESTS 1
#include "machine.h"

active proctype program() {
  byte m;
  start(0);
  look(m);
  say(m != NOTHING);
  look(m);
  say(m != NOTHING);
  look(m);
  say(m != NOTHING);
  finish()
}
