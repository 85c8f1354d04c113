/* The model of shared-counter.c. */
#define REQUESTS 1
#include "machine.h"

bool begun, done;
byte n;

inline count(t) { t = n; n = t + 1 }

active proctype counter() {
  byte t;
  begun;
  count(t);
  count(t);
  done = true
}

active proctype program() {
  byte t;
  begun = true;
  count(t);
  count(t);
  t = n;
  say(t);
  done;
  say(n);
  finish()
}
