/* COM as programs write it: IUnknown-like interfaces, a smart pointer, query by id, delete this. */
/* Outcomes: one */
#include <cstdio>

struct Unknown {
  virtual long query(int id, void **out) = 0;
  virtual unsigned long addRef() = 0;
  virtual unsigned long release() = 0;
};
struct Resolver : Unknown { enum { ID = 2 }; virtual long resolve(const char *name) = 0; };
struct Sink : Unknown { enum { ID = 3 }; virtual void done(int code) = 0; };

static int alive = 0;

class Object : public Resolver, public Sink {
 public:
  Object() : refs_(1), last_(0) { ++alive; }
  long query(int id, void **out) {
    if (id == 1 || id == Resolver::ID) *out = static_cast<Resolver *>(this);
    else if (id == Sink::ID) *out = static_cast<Sink *>(this);
    else { *out = 0; return -1; }
    addRef();
    return 0;
  }
  unsigned long addRef() { return ++refs_; }
  unsigned long release() {
    unsigned long left = --refs_;
    if (left == 0) delete this;
    return left;
  }
  long resolve(const char *name) { last_ = (int)name[0]; return last_; }
  void done(int code) { std::printf("done %d after %d\n", code, last_); }
 protected:
  virtual ~Object() { --alive; std::printf("gone\n"); }
 private:
  unsigned long refs_;
  int last_;
};

template <class T> class Ptr {
 public:
  Ptr() : p_(0) {}
  Ptr(T *p) : p_(p) { if (p_) p_->addRef(); }
  Ptr(const Ptr &o) : p_(o.p_) { if (p_) p_->addRef(); }
  ~Ptr() { if (p_) p_->release(); }
  Ptr &operator=(const Ptr &o) { if (o.p_) o.p_->addRef(); if (p_) p_->release(); p_ = o.p_; return *this; }
  T *operator->() const { return p_; }
  T **operator&() { return &p_; }
  operator T *() const { return p_; }
  bool operator!() const { return p_ == 0; }
  template <class Q> long as(Q **q) const { return p_->query(Q::ID, (void **)q); }
 private:
  T *p_;
};

int main() {
  Object *raw = new Object;
  {
    Ptr<Resolver> resolver(raw);
    Ptr<Sink> sink;
    std::printf("%ld\n", resolver.as(&sink));
    std::printf("%ld\n", resolver->resolve("alpha"));
    sink->done(5);
    Ptr<Sink> again = sink;
    again = sink;
    std::printf("%d %d\n", !again, again == sink);
    void *none = raw;
    long code = resolver->query(99, &none);
    std::printf("%ld %d\n", code, none == 0);
    std::printf("%lu\n", raw->release());
  }
  std::printf("%d\n", alive);
  return 0;
}
