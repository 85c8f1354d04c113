/* In a constructor and a destructor the virtual function is that of the class under construction. */
/* Outcomes: one */
#include <cstdio>

struct Base {
  Base() { hello(); }
  virtual ~Base() { hello(); }
  virtual void hello() { std::puts("base"); }
};

struct Derived : Base {
  Derived() { hello(); }
  ~Derived() { hello(); }
  void hello() override { std::puts("derived"); }
};

int main() {
  Base *p = new Derived;
  p->hello();
  delete p;
  return 0;
}
