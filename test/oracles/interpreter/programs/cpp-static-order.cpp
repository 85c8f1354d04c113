/* Objects with static storage end in reverse order, after main and after exit(); function statics among them. */
/* Outcomes: one */
#include <cstdio>
#include <cstdlib>

struct Note {
  const char *name;
  Note(const char *n) : name(n) { std::printf("+%s ", name); }
  ~Note() { std::printf("-%s ", name); }
};

static Note first("first");
static Note second("second");

static Note &lazy() { static Note note("lazy"); return note; }
static Note &never() { static Note note("never"); return note; }
static void atEnd() { std::printf("atexit "); }
static void atEndToo() { std::printf("atexit2 "); }

struct Holder { Note inner; Holder() : inner("inner") {} ~Holder() { std::printf("~holder "); } };
static Holder holder;

static void leave(int how) {
  Note local("local");
  if (how) std::exit(3);
}

int main(int argc, char **) {
  std::atexit(atEnd);
  Note inMain("inMain");
  lazy();
  std::atexit(atEndToo);
  lazy();
  if (argc > 5) never();
  leave(0);
  leave(1);
  return 0;
}
