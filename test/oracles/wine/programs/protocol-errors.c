/* Protocols that are not found: unknown name or number, network order, wide text, alias. */
/* Scenario: standard */
#include "oracle.h"

static void by_name(const char *label, const char *name) {
  started(label, WSAAsyncGetProtoByName(window, WM_X, name, a, sizeof a));
  take();
}

static void by_number(const char *label, int number) {
  started(label, WSAAsyncGetProtoByNumber(window, WM_X, number, a, sizeof a));
  take();
}

int main(void) {
  begin();
  by_name("unknown", "nosuch");
  by_name("empty", "");
  by_name("wide", (const char *)L"tcp");
  by_name("number", "6");
  by_number("network order", htons(6));
  by_number("unknown number", 200);
  by_number("negative", -1);
  print_written("a", a, sizeof a);
  return end();
}
