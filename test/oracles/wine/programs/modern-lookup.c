/* GetAddrInfoExW: both an event and a callback, pending, finished, and cancel, which Wine does not have. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  ADDRINFOEXW hints = {0}, *found = NULL;
  OVERLAPPED overlapped = {0};
  HANDLE cancel = NULL;
  int result;
  begin();
  overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  result = GetAddrInfoExW(L"alpha.test", NULL, NS_DNS, NULL, &hints, &found, NULL, &overlapped,
                          (LPLOOKUPSERVICE_COMPLETION_ROUTINE)1, NULL);
  say("event and callback: %d", result);
  result = GetAddrInfoExW(L"gated.test", NULL, NS_DNS, NULL, &hints, &found, NULL, &overlapped, NULL, &cancel);
  say("start: %d, cancel handle %d", result, cancel != NULL);
  say("result: %d", GetAddrInfoExOverlappedResult(&overlapped));
  say("cancel: %d", GetAddrInfoExCancel(&cancel));
  open_gate("gate");
  say("event: %d", WaitForSingleObject(overlapped.hEvent, LIMIT) == WAIT_OBJECT_0);
  say("result: %d", GetAddrInfoExOverlappedResult(&overlapped));
  say("found %d", found != NULL);
  if (found) {
    const struct sockaddr_in *address = (const struct sockaddr_in *)found->ai_addr;
    say("family %d, %s, next %d", found->ai_family, inet_ntoa(address->sin_addr), found->ai_next != NULL);
    FreeAddrInfoExW(found);
  }
  say("cancel: %d", GetAddrInfoExCancel(&cancel));
  say("no overlapped: %d", GetAddrInfoExOverlappedResult(NULL));
  return end();
}
