/* Templates as libraries of the time have them: smart pointers, a list with iterators, traits, policies, a member template. */
/* Outcomes: one */
#include <cstdio>
template <class T> class CAutoPtr {
 public:
  explicit CAutoPtr(T *p = 0) : p_(p) {}
  CAutoPtr(CAutoPtr &o) : p_(o.Detach()) {}
  ~CAutoPtr() { delete p_; }
  CAutoPtr &operator=(CAutoPtr &o) { if (p_ != o.p_) { delete p_; p_ = o.Detach(); } return *this; }
  T *Detach() { T *p = p_; p_ = 0; return p; }
  T *operator->() const { return p_; }
  operator T *() const { return p_; }
 private:
  T *p_;
};
template <class T> class CList {
  struct Node { Node *next; T value; Node(const T &v) : next(0), value(v) {} };
 public:
  class Iterator {
   public:
    Iterator(Node *n) : n_(n) {}
    T &operator*() { return n_->value; }
    Iterator &operator++() { n_ = n_->next; return *this; }
    bool operator!=(const Iterator &o) const { return n_ != o.n_; }
   private:
    Node *n_;
  };
  CList() : head_(0), tail_(&head_), count_(0) {}
  ~CList() { while (head_) { Node *n = head_; head_ = n->next; delete n; } }
  void Add(const T &v) { *tail_ = new Node(v); tail_ = &(*tail_)->next; ++count_; }
  Iterator begin() { return Iterator(head_); }
  Iterator end() { return Iterator(0); }
  int Count() const { return count_; }
  template <class F> int CountIf(F f) { int n = 0; for (Iterator i = begin(); i != end(); ++i) if (f(*i)) ++n; return n; }
 private:
  CList(const CList &);
  Node *head_;
  Node **tail_;
  int count_;
};
struct Checked { static int index(int i, int n) { return i < 0 ? 0 : i >= n ? n - 1 : i; } };
struct Wrapped { static int index(int i, int n) { return ((i % n) + n) % n; } };
template <class T, int N, class Policy = Checked> struct Table { T items[N]; T &operator[](int i) { return items[Policy::index(i, N)]; } enum { Size = N }; };
static int made = 0;
struct Thing { int n; Thing(int k) : n(k) { ++made; } ~Thing() { --made; } };
static bool isOdd(int n) { return n % 2 != 0; }
int main() {
  {
    CAutoPtr<Thing> a(new Thing(1)), b;
    b = a;
    std::printf("%d %d %d\n", (Thing *)a == 0, b->n, made);
    CAutoPtr<Thing> c(b);
    std::printf("%d\n", c->n);
  }
  std::printf("%d\n", made);
  CList<int> list;
  for (int i = 1; i <= 5; i++) list.Add(i * 3);
  int sum = 0;
  for (CList<int>::Iterator i = list.begin(); i != list.end(); ++i) sum += *i;
  std::printf("%d %d %d\n", sum, list.Count(), list.CountIf(isOdd));
  Table<int, 4> t = {{1, 2, 3, 4}};
  Table<char, 3, Wrapped> w = {{'a', 'b', 'c'}};
  std::printf("%d %d %c %c %d\n", t[9], t[-1], w[4], w[-1], (int)Table<char, 3, Wrapped>::Size + (int)sizeof t);
  return 0;
}
