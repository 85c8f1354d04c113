/** Owners of objects and functions as values, as code that is run. */
const numbers = [0, 1, 2, 3, 4];
const types = (n: number): string =>
  numbers
    .slice(0, n)
    .map((i) => `class A${i}`)
    .join(", ");
const params = (n: number): string =>
  numbers
    .slice(0, n)
    .map((i) => `A${i} &&a${i}`)
    .join(", ");
const args = (n: number): string =>
  numbers
    .slice(0, n)
    .map((i) => `std::forward<A${i}>(a${i})`)
    .join(", ");
const head = (first: string, n: number): string => `template <${[first, types(n)].filter((part) => part !== "").join(", ")}>`;

const makeUnique = [0, 1, 2, 3, 4]
  .map((n) => `${head("class T", n)} unique_ptr<T> make_unique(${params(n)}) { return __make_unique<T>::make(${args(n)}); }`)
  .join("\n");
const makeShared = [0, 1, 2, 3, 4]
  .map((n) => `${head("class T", n)} shared_ptr<T> make_shared(${params(n)}) { return shared_ptr<T>(new T(${args(n)})); }`)
  .join("\n");
const uniqueMakers = [0, 1, 2, 3, 4]
  .map((n) => {
    const plain = `return unique_ptr<T>(new T(${args(n)}));`;
    return `${n === 0 ? "" : `template <${types(n)}>`} static unique_ptr<T> make(${params(n)}) { ${n === 1 ? `if (T_array) return unique_ptr<T>(new T_element[a0]()); else ` : ""}${plain} }`;
  })
  .join("\n  ");

const callTypes = (n: number): string =>
  numbers
    .slice(0, n)
    .map((i) => `ARG${i} a${i}`)
    .join(", ");
const callArgs = (n: number): string =>
  numbers
    .slice(0, n)
    .map((i) => `a${i}`)
    .join(", ");
const withComma = (text: string): string => (text === "" ? "" : `, ${text}`);
const calls = [0, 1, 2, 3, 4]
  .map(
    (n) => `template <class G> static RESULT invoke${n}(void *object${withComma(callTypes(n))}) { return (*(G *)object)(${callArgs(n)}); }
  RESULT operator()(${callTypes(n)}) const {
    if (!object_) throw bad_function_call();
    RESULT (*call)(void *${withComma(
      numbers
        .slice(0, n)
        .map((i) => `ARG${i}`)
        .join(", "),
    )}) = (RESULT (*)(void *${withComma(
      numbers
        .slice(0, n)
        .map((i) => `ARG${i}`)
        .join(", "),
    )}))call_;
    return call(object_${withComma(callArgs(n))});
  }`,
  )
  .join("\n  ");

export const owners = `
template <class T> struct default_delete {
  void operator()(T *object) const { if (T_array) delete[] object; else delete object; }
};
template <class T, class D = default_delete<T>> class unique_ptr {
 public:
  typedef T_element *pointer;
  typedef T_element element_type;
  unique_ptr() : object_(0) {}
  unique_ptr(nullptr_t) : object_(0) {}
  explicit unique_ptr(T_element *object) : object_(object) {}
  unique_ptr(T_element *object, D destroy) : object_(object), delete_(destroy) {}
  unique_ptr(unique_ptr &&o) : object_(o.object_) { o.object_ = 0; }
  template <class U> unique_ptr(unique_ptr<U> &&o) : object_(o.release()) {}
  ~unique_ptr() { if (object_) delete_(object_); }
  unique_ptr &operator=(unique_ptr &&o) { reset(o.release()); return *this; }
  template <class U> unique_ptr &operator=(unique_ptr<U> &&o) { reset(o.release()); return *this; }
  unique_ptr &operator=(nullptr_t) { reset(); return *this; }
  T_element *get() const { return object_; }
  T_element *release() { T_element *object = object_; object_ = 0; return object; }
  void reset(T_element *object = 0) { T_element *old = object_; object_ = object; if (old) delete_(old); }
  void swap(unique_ptr &o) { T_element *held = object_; object_ = o.object_; o.object_ = held; }
  T_element &operator*() const { return *object_; }
  T_element *operator->() const { return object_; }
  T_element &operator[](size_t i) const { return object_[i]; }
  explicit operator bool() const { return object_ != 0; }
  T_element *object_;
  D delete_;
};
template <class T, class D> bool operator==(const unique_ptr<T, D> &a, nullptr_t) { return a.get() == 0; }
template <class T, class D> bool operator!=(const unique_ptr<T, D> &a, nullptr_t) { return a.get() != 0; }
template <class T, class D> bool operator==(nullptr_t, const unique_ptr<T, D> &a) { return a.get() == 0; }
template <class T, class D> bool operator!=(nullptr_t, const unique_ptr<T, D> &a) { return a.get() != 0; }
template <class T, class D> bool operator==(const unique_ptr<T, D> &a, const unique_ptr<T, D> &b) { return a.get() == b.get(); }
template <class T, class D> bool operator<(const unique_ptr<T, D> &a, const unique_ptr<T, D> &b) { return a.get() < b.get(); }
template <class T> struct __make_unique {
  ${uniqueMakers}
};
${makeUnique}

struct __shared_state {
  long uses;
  long watchers;
  void *object;
  void (*destroy)(void *);
};
template <class T> class weak_ptr;
template <class T> class shared_ptr {
 public:
  typedef T element_type;
  template <class U> static void destroy(void *object) { delete (U *)object; }
  shared_ptr() : object_(0), state_(0) {}
  shared_ptr(nullptr_t) : object_(0), state_(0) {}
  template <class U> explicit shared_ptr(U *object) : object_(object), state_(0) { own(object, (void (*)(void *))&destroy<U>); }
  shared_ptr(T *object, __shared_state *state) : object_(object), state_(state) { if (state_) ++state_->uses; }
  shared_ptr(const shared_ptr &o) : object_(o.object_), state_(o.state_) { if (state_) ++state_->uses; }
  shared_ptr(shared_ptr &&o) : object_(o.object_), state_(o.state_) { o.object_ = 0; o.state_ = 0; }
  template <class U> shared_ptr(const shared_ptr<U> &o) : object_(o.object_), state_(o.state_) { if (state_) ++state_->uses; }
  template <class U> shared_ptr(unique_ptr<U> &&o) : object_(0), state_(0) { T *object = o.release(); object_ = object; own(object, (void (*)(void *))&destroy<U>); }
  ~shared_ptr() { leave(); }
  shared_ptr &operator=(const shared_ptr &o) { shared_ptr held(o); swap(held); return *this; }
  shared_ptr &operator=(shared_ptr &&o) { shared_ptr held(std::move(o)); swap(held); return *this; }
  template <class U> shared_ptr &operator=(const shared_ptr<U> &o) { shared_ptr held(o); swap(held); return *this; }
  shared_ptr &operator=(nullptr_t) { reset(); return *this; }
  void own(void *object, void (*destroy)(void *)) {
    if (!object) return;
    state_ = new __shared_state;
    state_->uses = 1;
    state_->watchers = 0;
    state_->object = object;
    state_->destroy = destroy;
  }
  void leave() {
    __shared_state *state = state_;
    object_ = 0;
    state_ = 0;
    if (!state || --state->uses > 0) return;
    ++state->watchers;
    state->destroy(state->object);
    if (--state->watchers == 0) delete state;
  }
  void reset() { leave(); }
  template <class U> void reset(U *object) { shared_ptr held(object); swap(held); }
  void swap(shared_ptr &o) { T *object = object_; object_ = o.object_; o.object_ = object; __shared_state *state = state_; state_ = o.state_; o.state_ = state; }
  T *get() const { return object_; }
  T &operator*() const { return *object_; }
  T *operator->() const { return object_; }
  long use_count() const { return state_ ? state_->uses : 0; }
  bool unique() const { return use_count() == 1; }
  explicit operator bool() const { return object_ != 0; }
  T *object_;
  __shared_state *state_;
};
template <class T> class weak_ptr {
 public:
  weak_ptr() : object_(0), state_(0) {}
  weak_ptr(const weak_ptr &o) : object_(o.object_), state_(o.state_) { if (state_) ++state_->watchers; }
  template <class U> weak_ptr(const shared_ptr<U> &o) : object_(o.object_), state_(o.state_) { if (state_) ++state_->watchers; }
  ~weak_ptr() { leave(); }
  weak_ptr &operator=(const weak_ptr &o) { weak_ptr held(o); swap(held); return *this; }
  template <class U> weak_ptr &operator=(const shared_ptr<U> &o) { weak_ptr held(o); swap(held); return *this; }
  void leave() { if (state_ && --state_->watchers == 0 && state_->uses == 0) delete state_; object_ = 0; state_ = 0; }
  void reset() { leave(); }
  void swap(weak_ptr &o) { T *object = object_; object_ = o.object_; o.object_ = object; __shared_state *state = state_; state_ = o.state_; o.state_ = state; }
  bool expired() const { return !state_ || state_->uses == 0; }
  long use_count() const { return state_ ? state_->uses : 0; }
  shared_ptr<T> lock() const { return expired() ? shared_ptr<T>() : shared_ptr<T>(object_, state_); }
  T *object_;
  __shared_state *state_;
};
template <class T, class U> bool operator==(const shared_ptr<T> &a, const shared_ptr<U> &b) { return a.get() == b.get(); }
template <class T, class U> bool operator!=(const shared_ptr<T> &a, const shared_ptr<U> &b) { return a.get() != b.get(); }
template <class T> bool operator==(const shared_ptr<T> &a, nullptr_t) { return a.get() == 0; }
template <class T> bool operator!=(const shared_ptr<T> &a, nullptr_t) { return a.get() != 0; }
template <class T> bool operator<(const shared_ptr<T> &a, const shared_ptr<T> &b) { return a.get() < b.get(); }
${makeShared}
template <class T, class U> shared_ptr<T> static_pointer_cast(const shared_ptr<U> &o) { return shared_ptr<T>((T *)o.get(), o.state_); }

class bad_function_call : public exception {
 public:
  const char *what() const { return "bad_function_call"; }
};
template <class F> class function {
 public:
  template <class G> static void *clone(void *object) { return new G(*(G *)object); }
  template <class G> static void drop(void *object) { delete (G *)object; }
  function() : object_(0), call_(0), clone_(0), drop_(0) {}
  function(nullptr_t) : object_(0), call_(0), clone_(0), drop_(0) {}
  function(const function &o) : object_(0), call_(o.call_), clone_(o.clone_), drop_(o.drop_) { if (o.object_) object_ = clone_(o.object_); }
  function(function &&o) : object_(o.object_), call_(o.call_), clone_(o.clone_), drop_(o.drop_) { o.object_ = 0; }
  template <class G> function(G g) : object_(0), call_(0), clone_(0), drop_(0) {
    object_ = new G(g);
    clone_ = &clone<G>;
    drop_ = &drop<G>;
    if (ARITY == 0) call_ = (void *)&invoke0<G>;
    else if (ARITY == 1) call_ = (void *)&invoke1<G>;
    else if (ARITY == 2) call_ = (void *)&invoke2<G>;
    else if (ARITY == 3) call_ = (void *)&invoke3<G>;
    else call_ = (void *)&invoke4<G>;
  }
  ~function() { if (object_) drop_(object_); }
  function &operator=(const function &o) { function held(o); swap(held); return *this; }
  function &operator=(function &&o) { swap(o); return *this; }
  function &operator=(nullptr_t) { function held; swap(held); return *this; }
  template <class G> function &operator=(G g) { function held(g); swap(held); return *this; }
  void swap(function &o) {
    void *object = object_; object_ = o.object_; o.object_ = object;
    void *call = call_; call_ = o.call_; o.call_ = call;
    void *(*clone)(void *) = clone_; clone_ = o.clone_; o.clone_ = clone;
    void (*drop)(void *) = drop_; drop_ = o.drop_; o.drop_ = drop;
  }
  explicit operator bool() const { return object_ != 0; }
  ${calls}
  void *object_;
  void *call_;
  void *(*clone_)(void *);
  void (*drop_)(void *);
};
template <class F> bool operator==(const function<F> &f, nullptr_t) { return f.object_ == 0; }
template <class F> bool operator!=(const function<F> &f, nullptr_t) { return f.object_ != 0; }
`;
