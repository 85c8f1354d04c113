/* operator new and delete of a class: a pool, a derived class, an array, a placement form, a constructor that throws. */
/* Outcomes: one */
#include <stdio.h>
#include <stdlib.h>
#include <new>

class Request {
public:
  static int alive;
  static void *operator new(size_t size)
  {
    printf("request new %d\n", (int)size);
    alive++;
    if (spare != 0) {
      void *p = spare;
      spare = 0;
      puts("from the spare");
      return p;
    }
    return malloc(64);
  }
  static void operator delete(void *p)
  {
    puts("request delete");
    alive--;
    if (spare == 0) spare = p;
    else free(p);
  }
  Request(int n) : number(n), extra(0) { printf("construct %d\n", number); }
  virtual ~Request() { printf("destroy %d\n", number); }
  int number;
  int extra;

private:
  static void *spare;
};

int Request::alive = 0;
void *Request::spare = 0;

class Lookup : public Request {
public:
  Lookup(int n) : Request(n), more(n * 2) {}
  ~Lookup() { printf("lookup %d\n", more); }
  int more;
};

struct Plain {
  int a;
  void *operator new(size_t size, const char *why)
  {
    printf("plain for %s, %d\n", why, (int)size);
    return malloc(size);
  }
  void operator delete(void *p)
  {
    puts("plain delete");
    free(p);
  }
};

struct Row {
  int cells[4];
  void *operator new[](size_t size)
  {
    printf("rows %d\n", (int)(size / sizeof(Row)));
    return malloc(size);
  }
  void operator delete[](void *p)
  {
    puts("rows gone");
    free(p);
  }
};

int main()
{
  Request *a = new Request(1);
  delete a;
  Request *b = new Request(2);
  Request *c = new Lookup(3);
  printf("alive %d, %d %d\n", Request::alive, b->number, ((Lookup *)c)->more);
  delete c;
  delete b;
  printf("alive %d\n", Request::alive);

  Plain *p = new ("a test") Plain;
  p->a = 5;
  printf("%d\n", p->a);
  delete p;

  Row *rows = new Row[3];
  rows[2].cells[3] = 9;
  printf("%d\n", rows[2].cells[3]);
  delete[] rows;

  Request *global = ::new Request(4);
  printf("global %d\n", global->number);
  ::delete global;
  return 0;
}
