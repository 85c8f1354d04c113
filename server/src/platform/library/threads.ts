/** Threads, locks and atomic numbers, as code that is run: on the models of kernel32, so that every order is tried. */
const numbers = [0, 1, 2, 3, 4];
const list = (n: number, one: (i: number) => string): string =>
  numbers
    .slice(0, n)
    .map((i) => one(i))
    .join(", ");
const after = (text: string): string => (text === "" ? "" : `, ${text}`);

const tasks = numbers
  .map(
    (n) => `template <class F${after(list(n, (i) => `class A${i}`))}> struct __task${n} : __task {
  F f;
  ${numbers
    .slice(0, n)
    .map((i) => `A${i} a${i};`)
    .join(" ")}
  __task${n}(F g${after(list(n, (i) => `A${i} b${i}`))}) : f(g)${after(list(n, (i) => `a${i}(b${i})`))} {}
  void run() { f(${list(n, (i) => `a${i}`)}); }
};`,
  )
  .join("\n");
const starters = numbers
  .map(
    (n) =>
      `template <class F${after(list(n, (i) => `class A${i}`))}> explicit thread(F f${after(list(n, (i) => `A${i} a${i}`))}) : handle_(0), id_(0) { __start(new __task${n}<F${after(list(n, (i) => `A${i}`))}>(f${after(list(n, (i) => `a${i}`))})); }`,
  )
  .join("\n  ");

export const threads = `
struct __task {
  virtual void run() = 0;
  virtual ~__task() {}
};
inline unsigned long __run_task(void *given) {
  __task *task = (__task *)given;
  task->run();
  delete task;
  return 0;
}
${tasks}

class thread {
 public:
  thread() : handle_(0), id_(0) {}
  thread(thread &&o) : handle_(o.handle_), id_(o.id_) { o.handle_ = 0; }
  ${starters}
  ~thread() { if (handle_) abort(); }
  thread &operator=(thread &&o) { if (handle_) abort(); handle_ = o.handle_; id_ = o.id_; o.handle_ = 0; return *this; }
  void __start(__task *task) { handle_ = CreateThread(0, 0, &__run_task, task, 0, &id_); }
  bool joinable() const { return handle_ != 0; }
  void join() { WaitForSingleObject(handle_, 0xffffffff); CloseHandle(handle_); handle_ = 0; }
  void detach() { CloseHandle(handle_); handle_ = 0; }
  void swap(thread &o) { void *h = handle_; handle_ = o.handle_; o.handle_ = h; unsigned long i = id_; id_ = o.id_; o.id_ = i; }
  void *handle_;
  unsigned long id_;
};

class mutex {
 public:
  mutex() : event_(CreateEventA(0, 0, 1, 0)) {}
  ~mutex() { CloseHandle(event_); }
  void lock() { WaitForSingleObject(event_, 0xffffffff); }
  bool try_lock() { return WaitForSingleObject(event_, 0) == 0; }
  void unlock() { SetEvent(event_); }
  void *event_;
};
class recursive_mutex {
 public:
  recursive_mutex() { InitializeCriticalSection(&section_); }
  ~recursive_mutex() { DeleteCriticalSection(&section_); }
  void lock() { EnterCriticalSection(&section_); }
  bool try_lock() { return TryEnterCriticalSection(&section_) != 0; }
  void unlock() { LeaveCriticalSection(&section_); }
  CRITICAL_SECTION section_;
};
struct defer_lock_t {};
struct adopt_lock_t {};
static const defer_lock_t defer_lock = {};
static const adopt_lock_t adopt_lock = {};
template <class M> class lock_guard {
 public:
  explicit lock_guard(M &m) : mutex_(m) { mutex_.lock(); }
  lock_guard(M &m, adopt_lock_t) : mutex_(m) {}
  ~lock_guard() { mutex_.unlock(); }
  M &mutex_;
};
template <class M> class scoped_lock {
 public:
  explicit scoped_lock(M &m) : mutex_(m) { mutex_.lock(); }
  ~scoped_lock() { mutex_.unlock(); }
  M &mutex_;
};
template <class M> class unique_lock {
 public:
  unique_lock() : mutex_(0), owns_(false) {}
  explicit unique_lock(M &m) : mutex_(&m), owns_(true) { mutex_->lock(); }
  unique_lock(M &m, defer_lock_t) : mutex_(&m), owns_(false) {}
  unique_lock(M &m, adopt_lock_t) : mutex_(&m), owns_(true) {}
  unique_lock(unique_lock &&o) : mutex_(o.mutex_), owns_(o.owns_) { o.mutex_ = 0; o.owns_ = false; }
  ~unique_lock() { if (owns_) mutex_->unlock(); }
  void lock() { mutex_->lock(); owns_ = true; }
  bool try_lock() { owns_ = mutex_->try_lock(); return owns_; }
  void unlock() { mutex_->unlock(); owns_ = false; }
  bool owns_lock() const { return owns_; }
  explicit operator bool() const { return owns_; }
  M *mutex_;
  bool owns_;
};

class condition_variable {
 public:
  condition_variable() : waiting_(0), event_(CreateEventA(0, 0, 0, 0)) {}
  ~condition_variable() { CloseHandle(event_); }
  template <class L> void wait(L &lock) { ++waiting_; lock.unlock(); WaitForSingleObject(event_, 0xffffffff); --waiting_; if (all_ > 0 && --all_ > 0) SetEvent(event_); lock.lock(); }
  template <class L, class P> void wait(L &lock, P ready) { while (!ready()) wait(lock); }
  void notify_one() { if (waiting_ > 0) SetEvent(event_); }
  void notify_all() { if (waiting_ > 0) { all_ = waiting_; SetEvent(event_); } }
  int waiting_;
  int all_ = 0;
  void *event_;
};

template <class T> class atomic {
 public:
  atomic() : value_() {}
  atomic(T value) : value_(value) {}
  T load() const { return value_; }
  void store(T value) { value_ = value; }
  T exchange(T value) { T before = value_; value_ = value; return before; }
  bool compare_exchange_strong(T &expected, T wanted) { if (value_ == expected) { value_ = wanted; return true; } expected = value_; return false; }
  bool compare_exchange_weak(T &expected, T wanted) { return compare_exchange_strong(expected, wanted); }
  T fetch_add(T n) { T before = value_; value_ = value_ + n; return before; }
  T fetch_sub(T n) { T before = value_; value_ = value_ - n; return before; }
  T operator++() { value_ = value_ + 1; return value_; }
  T operator--() { value_ = value_ - 1; return value_; }
  T operator++(int) { T before = value_; value_ = value_ + 1; return before; }
  T operator--(int) { T before = value_; value_ = value_ - 1; return before; }
  T operator+=(T n) { value_ = value_ + n; return value_; }
  T operator-=(T n) { value_ = value_ - n; return value_; }
  T operator=(T value) { value_ = value; return value; }
  operator T() const { return value_; }
  T value_;
};
typedef atomic<bool> atomic_bool;
typedef atomic<int> atomic_int;
typedef atomic<long> atomic_long;
namespace chrono {
struct milliseconds { long long n; explicit milliseconds(long long k) : n(k) {} long long count() const { return n; } };
struct seconds { long long n; explicit seconds(long long k) : n(k) {} long long count() const { return n * 1000; } };
}
namespace this_thread {
template <class D> void sleep_for(const D &time) { Sleep((unsigned long)time.count()); }
inline void yield() { SwitchToThread(); }
}
`;
