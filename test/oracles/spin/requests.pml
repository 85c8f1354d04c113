/*
 * The life of asynchronous database requests as the documentation has it: one worker that takes the requests in order of issue, one window,
 * and a program that may cancel, free a buffer, look at its queue, destroy its window and clean up, in any order and at any moment.
 *
 * REQUESTS  how many requests are started before the program does anything else (1 or 2)
 * LIMIT     how many calls the program makes at most
 *
 * Every end of a run prints one line "outcome ...": the calls with what they answered, then the messages that were left in the queue, then
 * for each request whether its buffer was written before and after it was freed. The lines of an exhaustive search are all that can be seen.
 */
#ifndef REQUESTS
#define REQUESTS 1
#endif
#ifndef LIMIT
#define LIMIT 4
#endif

mtype = { QUEUED, RUNNING, COMMIT, POSTING, POSTED, TAKEN, CANCELLED, LOST, SWEPT };

#define OK 0
#define ALREADY 1        /* WSAEALREADY */
#define NOT_STARTED 2    /* WSANOTINITIALISED */
#define NOTHING 9        /* the queue is empty */

/* Calls in the log. */
#define CANCEL 1
#define FREE 2
#define LOOK 3
#define CLEANUP 4
#define DESTROY 5

mtype state[REQUESTS] = QUEUED;
bool written[REQUESTS];      /* while the program owned the buffer */
bool late[REQUESTS];         /* after it was freed */
bool freed[REQUESTS];
bool up = true;              /* between WSAStartup and WSACleanup */
bool window = true;
bool resolved;               /* the worker has nothing left to do */

byte queue[REQUESTS];
byte waiting;                /* messages in the queue */

byte call[LIMIT];
byte which[LIMIT];
byte answer[LIMIT];
byte calls;

inline note(kind, request, result) {
  call[calls] = kind;
  which[calls] = request;
  answer[calls] = result;
  calls++
}

inline write_buffer(r) {
  if
  :: freed[r] -> late[r] = true
  :: else -> written[r] = true
  fi
}

inline post(r) {
  if
  :: window -> queue[waiting] = r; waiting++; state[r] = POSTED
  :: else -> state[r] = LOST
  fi
}

/* One worker; the steps between which a call of the program may fall. */
active proctype resolver() {
  byte r;
  do
  :: r == REQUESTS -> break
  :: r < REQUESTS ->
     if
     :: d_step { state[r] == QUEUED -> state[r] = RUNNING }
     :: else -> goto next
     fi;
     /* the lookup ends */
     if
     :: d_step { state[r] == RUNNING -> state[r] = COMMIT }
     :: else -> goto next
     fi;
     /* the result is copied, unless a cancel came in between */
     if
     :: d_step { state[r] == COMMIT -> write_buffer(r) }
     :: else -> goto next
     fi;
     if
     :: d_step { state[r] == COMMIT -> state[r] = POSTING }
     :: else -> goto next
     fi;
     if
     :: d_step { state[r] == POSTING -> post(r) }
     :: else -> skip
     fi;
next: r++
  od;
  resolved = true
}

inline cancel(r) {
  if
  :: !up -> note(CANCEL, r, NOT_STARTED)
  :: up && (state[r] == QUEUED || state[r] == RUNNING) -> state[r] = CANCELLED; note(CANCEL, r, OK)
  :: up && state[r] == COMMIT ->
     if /* the documentation does not say */
     :: state[r] = CANCELLED; note(CANCEL, r, OK)
     :: note(CANCEL, r, ALREADY)
     fi
  :: up && !(state[r] == QUEUED || state[r] == RUNNING || state[r] == COMMIT) -> note(CANCEL, r, ALREADY)
  fi
}

inline look() {
  if
  :: waiting == 0 -> note(LOOK, 0, NOTHING)
  :: waiting > 0 ->
     note(LOOK, 0, queue[0]);
     state[queue[0]] = TAKEN;
     queue[0] = (REQUESTS > 1 -> queue[REQUESTS - 1] : 0);
     waiting--
  fi
}

/* Pending requests end without a message; one that is in the queue stays there. */
inline cleanup() {
  byte r;
  if
  :: !up -> note(CLEANUP, 0, NOT_STARTED)
  :: up ->
     up = false;
     r = 0;
     do
     :: r == REQUESTS -> break
     :: r < REQUESTS ->
        if
        :: state[r] == QUEUED || state[r] == RUNNING || state[r] == COMMIT || state[r] == POSTING -> state[r] = SWEPT
        :: else -> skip
        fi;
        r++
     od;
     r = 0;
     note(CLEANUP, 0, OK)
  fi
}

/* The messages of the window go with it. */
inline destroy() {
  byte d;
  window = false;
  d = 0;
  do
  :: d == REQUESTS -> break
  :: d < REQUESTS ->
     if
     :: state[d] == POSTED -> state[d] = LOST
     :: else -> skip
     fi;
     d++
  od;
  d = 0;
  waiting = 0;
  note(DESTROY, 0, OK)
}

inline free_buffer(r) { freed[r] = true; note(FREE, r, OK) }

active proctype program() {
  do
  :: atomic { calls < LIMIT -> cancel(0) }
  :: atomic { calls < LIMIT && REQUESTS > 1 -> cancel(REQUESTS - 1) }
  :: atomic { calls < LIMIT && !freed[0] -> free_buffer(0) }
  :: atomic { calls < LIMIT && !freed[REQUESTS - 1] -> free_buffer(REQUESTS - 1) }
  :: atomic { calls < LIMIT -> look() }
  :: atomic { calls < LIMIT -> cleanup() }
  :: atomic { calls < LIMIT && window -> destroy() }
  :: break
  od;
  resolved;
  c_code {
    int i;
    printf("outcome");
    for (i = 0; i < now.calls; i++) {
      switch (now.call[i]) {
        case 1: printf(" cancel%d=%d", now.which[i], now.answer[i]); break;
        case 2: printf(" free%d", now.which[i]); break;
        case 3: if (now.answer[i] == 9) printf(" look=-"); else printf(" look=%d", now.answer[i]); break;
        case 4: printf(" cleanup=%d", now.answer[i]); break;
        case 5: printf(" destroy"); break;
      }
    }
    printf(" |");
    for (i = 0; i < now.waiting; i++) printf(" %d", now.queue[i]);
    printf(" |");
    for (i = 0; i < REQUESTS; i++) printf(" %d%d", now.written[i], now.late[i]);
    printf("\n");
  }
}
