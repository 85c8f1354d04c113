/*
 * What the models of this folder share: requests of the documented provider, one window, and words that the program prints.
 * A model defines REQUESTS and the process `program`, which ends with `finish()`.
 */
#ifndef WORDS
#define WORDS 6
#endif

mtype = { NONE, QUEUED, RUNNING, COMMIT, POSTING, POSTED, TAKEN, CANCELLED, LOST, SWEPT };

#define NOTHING 99           /* the queue is empty */
#define OWN 50               /* a message of the program's own */

mtype state[REQUESTS] = NONE;
byte queue[4];
byte waiting;
bool window = true;
bool up = true;
bool ended;
byte content;                /* 1 + the request whose result was written last */
byte word[WORDS];            /* what was printed */
byte words;

inline say(w) { word[words] = w; words++ }

inline append(m) { queue[waiting] = m; waiting++ }

inline start(r) { atomic { state[r] = QUEUED } }

/* One worker for each request: the documentation promises no order. */
active [REQUESTS] proctype resolver() {
  byte r = _pid;
  state[r] != NONE || ended;
  if
  :: d_step { state[r] == QUEUED -> state[r] = RUNNING }
  :: else -> goto over
  fi;
  if
  :: d_step { state[r] == RUNNING -> state[r] = COMMIT }
  :: else -> goto over
  fi;
  if
  :: d_step { state[r] == COMMIT -> content = r + 1 }
  :: else -> goto over
  fi;
  if
  :: d_step { state[r] == COMMIT -> state[r] = POSTING }
  :: else -> goto over
  fi;
  if
  :: d_step { state[r] == POSTING && window -> state[r] = POSTED; append(r) }
  :: d_step { state[r] == POSTING && !window -> state[r] = LOST }
  :: else -> skip
  fi;
over: skip
}

/* `result`: 0, 1 for WSAEALREADY, 2 for WSANOTINITIALISED. */
inline cancel(r, result) {
  atomic {
    if
    :: !up -> result = 2
    :: up && (state[r] == QUEUED || state[r] == RUNNING) -> state[r] = CANCELLED; result = 0
    :: up && state[r] == COMMIT -> state[r] = CANCELLED; result = 0
    :: up && state[r] == COMMIT -> result = 1
    :: up && state[r] != QUEUED && state[r] != RUNNING && state[r] != COMMIT -> result = 1
    fi
  }
}

inline shift() { queue[0] = queue[1]; queue[1] = queue[2]; queue[2] = queue[3]; queue[3] = 0; waiting-- }

/* PeekMessage with PM_REMOVE: a request, OWN, or NOTHING. */
inline look(m) {
  atomic {
    if
    :: waiting == 0 -> m = NOTHING
    :: waiting > 0 ->
       m = queue[0];
       if
       :: m < REQUESTS -> state[m] = TAKEN
       :: else -> skip
       fi;
       shift()
    fi
  }
}

/* GetMessage. */
inline take(m) {
  atomic {
    waiting > 0 ->
    m = queue[0];
    if
    :: m < REQUESTS -> state[m] = TAKEN
    :: else -> skip
    fi;
    shift()
  }
}

inline cleanup() {
  atomic {
    byte k = 0;
    up = false;
    do
    :: k == REQUESTS -> break
    :: k < REQUESTS ->
       if
       :: state[k] == QUEUED || state[k] == RUNNING || state[k] == COMMIT || state[k] == POSTING -> state[k] = SWEPT
       :: else -> skip
       fi;
       k++
    od
  }
}

inline destroy() {
  atomic {
    byte n = 0;
    window = false;
    waiting = 0;
    do
    :: n == REQUESTS -> break
    :: n < REQUESTS ->
       if
       :: state[n] == POSTED -> state[n] = LOST
       :: else -> skip
       fi;
       n++
    od
  }
}

inline finish() {
  c_code {
    int i;
    printf("outcome");
    for (i = 0; i < now.words; i++) printf(" %d", now.word[i]);
    printf("\n");
  };
  ended = true
}
