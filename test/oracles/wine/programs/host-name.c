/* gethostname: before startup, a buffer that is too small or not there. The name itself is the machine's own. */
/* Scenario: standard */
#include "oracle.h"

int main(void) {
  char name[256] = "";
  begin_without_startup();
  answered("before startup", gethostname(name, sizeof name));
  begin();
  answered("enough room", gethostname(name, sizeof name));
  say("a name: %d", name[0] != 0);
  answered("one byte", gethostname(name, 1));
  answered("no room", gethostname(name, 0));
  answered("exact", gethostname(name, (int)strlen(name) + 1));
  return end();
}
