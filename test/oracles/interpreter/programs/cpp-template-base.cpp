/* Bases that are templates: CRTP as in ATL and WTL, a base from a parameter. */
/* Outcomes: one */
#include <cstdio>

template <class T> class CWindowImpl {
 public:
  CWindowImpl() : handle_(0) {}
  int create(int handle) { handle_ = handle; T *self = static_cast<T *>(this); return self->onCreate(handle); }
  int handle() const { return handle_; }
  virtual ~CWindowImpl() { std::printf("~impl %d\n", handle_); }
 protected:
  int handle_;
};

template <class Base> class Counted : public Base {
 public:
  Counted() : uses_(0) {}
  long addRef() { return ++uses_; }
  long release() { long left = --uses_; if (left == 0) delete this; return left; }
 private:
  long uses_;
};

class CMain : public CWindowImpl<CMain> {
 public:
  int onCreate(int handle) { std::printf("onCreate %d\n", handle); return handle * 2; }
  ~CMain() { std::printf("~main\n"); }
};

struct Service {
  virtual void run() { std::printf("service\n"); }
  virtual ~Service() { std::printf("~service\n"); }
};

struct Loud : Counted<Service> {
  void run() { Service::run(); std::printf("loud\n"); }
};

template <typename T, int N> struct Store { T items[N]; int used; Store() : used(0) {} void put(T t) { items[used++] = t; } };
template <typename T> struct Stack : Store<T, 8> {
  typedef Store<T, 8> Base;
  void push(T t) { this->put(t); }
  T pop() { return Base::items[--Base::used]; }
  bool empty() const { return this->used == 0; }
};

int main() {
  {
    CMain window;
    std::printf("%d\n", window.create(21));
    CWindowImpl<CMain> *base = &window;
    std::printf("%d\n", base->handle());
  }
  Loud *loud = new Loud;
  std::printf("%ld\n", loud->addRef());
  Service *service = loud;
  service->run();
  std::printf("%ld\n", loud->release());
  Stack<int> stack;
  for (int i = 1; i < 4; i++) stack.push(i * i);
  while (!stack.empty()) std::printf("%d ", stack.pop());
  std::printf("\n");
  return 0;
}
