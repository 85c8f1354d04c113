/* Events that reset themselves or do not, waits for one and for all, and a critical section that another thread holds. */
/* Scenario: standard */
#include "oracle.h"

static CRITICAL_SECTION section;
static HANDLE held, release;

static DWORD WINAPI holder(void *unused_parameter) {
  (void)unused_parameter;
  EnterCriticalSection(&section);
  EnterCriticalSection(&section);
  SetEvent(held);
  WaitForSingleObject(release, INFINITE);
  LeaveCriticalSection(&section);
  LeaveCriticalSection(&section);
  return 7;
}

static void waited(const char *what, DWORD result) {
  if (result == WAIT_TIMEOUT) say("%s: time-out", what);
  else if (result == WAIT_FAILED) say("%s: failed", what);
  else say("%s: %d", what, (int)result);
}

int main(void) {
  HANDLE both[2], thread;
  begin();
  both[0] = CreateEventA(NULL, FALSE, FALSE, NULL);
  both[1] = CreateEventA(NULL, TRUE, TRUE, NULL);
  waited("one", WaitForMultipleObjects(2, both, FALSE, 0));
  waited("all", WaitForMultipleObjects(2, both, TRUE, 0));
  SetEvent(both[0]);
  waited("all, set", WaitForMultipleObjects(2, both, TRUE, 0));
  waited("the first has reset itself", WaitForSingleObject(both[0], 0));
  waited("the second has not", WaitForSingleObject(both[1], 0));
  ResetEvent(both[1]);
  waited("until it is reset", WaitForSingleObject(both[1], 0));
  held = CreateEventA(NULL, FALSE, FALSE, NULL);
  release = CreateEventA(NULL, FALSE, FALSE, NULL);
  InitializeCriticalSection(&section);
  thread = CreateThread(NULL, 0, holder, NULL, 0, NULL);
  waited("held", WaitForSingleObject(held, LIMIT));
  say("try: %d", TryEnterCriticalSection(&section));
  waited("thread runs", WaitForSingleObject(thread, 0));
  SetEvent(release);
  waited("thread ends", WaitForSingleObject(thread, LIMIT));
  say("try: %d", TryEnterCriticalSection(&section));
  LeaveCriticalSection(&section);
  DeleteCriticalSection(&section);
  CloseHandle(thread);
  waited("closed", WaitForSingleObject(thread, 0));
  return end();
}
