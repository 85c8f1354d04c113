/** Standard library as code that is run: what everything else needs. */
export const core = `
namespace std {
template <class T> T &&move(T &value) { return value; }
template <class T> T &&forward(T &value) { return value; }
template <class T> void swap(T &a, T &b) { T held(std::move(a)); a = std::move(b); b = std::move(held); }
template <class T> T *addressof(T &value) { return &value; }

template <class T> class initializer_list {
 public:
  typedef T value_type;
  typedef const T *iterator;
  const T *begin() const { return first_; }
  const T *end() const { return first_ + size_; }
  size_t size() const { return size_; }
  const T *first_;
  size_t size_;
};

template <class A, class B> struct pair {
  typedef A first_type;
  typedef B second_type;
  A first;
  B second;
  pair() : first(), second() {}
  pair(const A &a, const B &b) : first(a), second(b) {}
  template <class C, class D> pair(C &&a, D &&b) : first(a), second(b) {}
  pair(const pair &o) : first(o.first), second(o.second) {}
  pair(pair &&o) : first(std::move(o.first)), second(std::move(o.second)) {}
  template <class C, class D> pair(const pair<C, D> &o) : first(o.first), second(o.second) {}
  pair &operator=(const pair &o) { first = o.first; second = o.second; return *this; }
  pair &operator=(pair &&o) { first = std::move(o.first); second = std::move(o.second); return *this; }
};
template <class A, class B> pair<A, B> make_pair(A a, B b) { return pair<A, B>(a, b); }
template <class A, class B> bool operator==(const pair<A, B> &x, const pair<A, B> &y) { return x.first == y.first && x.second == y.second; }
template <class A, class B> bool operator!=(const pair<A, B> &x, const pair<A, B> &y) { return !(x == y); }
template <class A, class B> bool operator<(const pair<A, B> &x, const pair<A, B> &y) { return x.first < y.first || (!(y.first < x.first) && x.second < y.second); }

template <class T> struct less { bool operator()(const T &a, const T &b) const { return a < b; } };
template <class T> struct greater { bool operator()(const T &a, const T &b) const { return b < a; } };
template <class T> struct equal_to { bool operator()(const T &a, const T &b) const { return a == b; } };

class exception {
 public:
  exception() {}
  virtual ~exception() {}
  virtual const char *what() const { return "std::exception"; }
};
class bad_alloc : public exception {
 public:
  const char *what() const { return "std::bad_alloc"; }
};
`;

/** What needs strings. */
export const errors = ["logic_error", "runtime_error"]
  .map(
    (name) => `
class ${name} : public exception {
 public:
  explicit ${name}(const string &text) : text_(text) {}
  explicit ${name}(const char *text) : text_(text) {}
  const char *what() const { return text_.c_str(); }
 private:
  string text_;
};
`,
  )
  .concat(
    [
      ["out_of_range", "logic_error"],
      ["invalid_argument", "logic_error"],
      ["length_error", "logic_error"],
      ["domain_error", "logic_error"],
      ["overflow_error", "runtime_error"],
      ["range_error", "runtime_error"],
    ].map(
      ([name, base]) => `
class ${name} : public ${base} {
 public:
  explicit ${name}(const string &text) : ${base}(text) {}
  explicit ${name}(const char *text) : ${base}(text) {}
};
`,
    ),
  )
  .join("");
