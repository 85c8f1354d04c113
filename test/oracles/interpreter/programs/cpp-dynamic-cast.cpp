/* dynamic_cast down, across and of references; static_cast down; a visitor over a hierarchy. */
/* Outcomes: one */
#include <cstdio>
struct Event { virtual ~Event() {} int id; Event(int n) : id(n) {} };
struct Loud { virtual int volume() const { return 11; } virtual ~Loud() {} };
struct Reply : Event { int code; Reply(int n, int c) : Event(n), code(c) {} };
struct Alarm : Event, Loud { Alarm(int n) : Event(n) {} int volume() const { return id * 10; } };
static const char *kind(Event *e) {
  if (Reply *r = dynamic_cast<Reply *>(e)) return r->code ? "failed" : "reply";
  if (dynamic_cast<Alarm *>(e)) return "alarm";
  return "event";
}
int main() {
  Event plain(1);
  Reply good(2, 0), bad(3, 11004);
  Alarm alarm(4);
  Event *all[] = {&plain, &good, &bad, &alarm, 0};
  for (int i = 0; all[i]; i++) std::printf("%s ", kind(all[i]));
  std::printf("\n");
  Loud *loud = dynamic_cast<Loud *>(all[3]);
  std::printf("%d %d\n", loud->volume(), dynamic_cast<Loud *>(all[1]) == 0);
  Event *back = dynamic_cast<Event *>(loud);
  std::printf("%d %d\n", back == all[3], static_cast<Alarm *>(loud)->id);
  std::printf("%d\n", dynamic_cast<Reply &>(*all[2]).code);
  std::printf("%d\n", dynamic_cast<void *>(loud) == (void *)&alarm);
  return 0;
}
