/* The model of cancel-wait.c. A word is a number that the program prints on a line of its own. */
#define REQUESTS 1
#include "machine.h"

active proctype program() {
  byte m, result;
  start(0);
  cancel(0, result);
  say(result);
  if
  :: result == 0
  :: else ->
     take(m);
     say(m == 0)
  fi;
  cancel(0, result);
  say(result);
  finish()
}
