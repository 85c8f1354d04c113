/** Containers in a row, as code that is run. A vector moves its elements when it grows; elements of the others stay where they are. */
export const sequences = `
template <class T> class vector {
 public:
  typedef T value_type;
  typedef T *iterator;
  typedef const T *const_iterator;
  typedef T &reference;
  typedef const T &const_reference;
  typedef size_t size_type;
  vector() : first_(0), last_(0), end_(0) {}
  explicit vector(size_t n) : first_(0), last_(0), end_(0) { resize(n); }
  vector(size_t n, const T &value) : first_(0), last_(0), end_(0) { reserve(n); for (; n > 0; --n) push_back(value); }
  vector(const vector &o) : first_(0), last_(0), end_(0) { reserve(o.size()); for (T *i = o.first_; i != o.last_; ++i) push_back(*i); }
  vector(vector &&o) : first_(o.first_), last_(o.last_), end_(o.end_) { o.first_ = 0; o.last_ = 0; o.end_ = 0; }
  vector(initializer_list<T> list) : first_(0), last_(0), end_(0) { reserve(list.size()); for (const T *i = list.begin(); i != list.end(); ++i) push_back(*i); }
  template <class Iterator> vector(Iterator a, Iterator b) : first_(0), last_(0), end_(0) { for (; a != b; ++a) push_back(*a); }
  ~vector() { clear(); if (first_) __std_free(first_); }
  vector &operator=(const vector &o) { if (this != &o) { clear(); reserve(o.size()); for (T *i = o.first_; i != o.last_; ++i) push_back(*i); } return *this; }
  vector &operator=(vector &&o) { if (this != &o) { clear(); swap(o); } return *this; }
  vector &operator=(initializer_list<T> list) { clear(); for (const T *i = list.begin(); i != list.end(); ++i) push_back(*i); return *this; }
  void assign(size_t n, const T &value) { clear(); for (; n > 0; --n) push_back(value); }
  template <class Iterator> void assign(Iterator a, Iterator b) { clear(); for (; a != b; ++a) push_back(*a); }
  iterator begin() const { return first_; }
  iterator end() const { return last_; }
  iterator cbegin() const { return first_; }
  iterator cend() const { return last_; }
  size_t size() const { return last_ - first_; }
  size_t capacity() const { return end_ - first_; }
  size_t max_size() const { return 1 << 30; }
  bool empty() const { return first_ == last_; }
  T *data() const { return first_; }
  T &operator[](size_t i) const { if (i >= size()) __std_fail("subscript of a vector out of range"); return first_[i]; }
  T &at(size_t i) const { if (i >= size()) throw out_of_range("vector::at"); return first_[i]; }
  T &front() const { if (first_ == last_) __std_fail("front of an empty vector"); return *first_; }
  T &back() const { if (first_ == last_) __std_fail("back of an empty vector"); return *(last_ - 1); }
  void reserve(size_t n) {
    if (n <= capacity()) return;
    T *grown = (T *)__std_allocate(n * sizeof(T), "vector");
    T *to = grown;
    for (T *i = first_; i != last_; ++i) { new (to) T(std::move(*i)); i->~T(); ++to; }
    if (first_) __std_free(first_);
    first_ = grown;
    last_ = to;
    end_ = grown + n;
  }
  void shrink_to_fit() {}
  void grow() { if (last_ == end_) reserve(first_ == end_ ? 1 : capacity() * 2); }
  void push_back(const T &value) {
    if (last_ == end_) { T held(value); grow(); new (last_) T(std::move(held)); }
    else new (last_) T(value);
    ++last_;
  }
  void push_back(T &&value) {
    if (last_ == end_) { T held(std::move(value)); grow(); new (last_) T(std::move(held)); }
    else new (last_) T(std::move(value));
    ++last_;
  }
  T &emplace_back() { grow(); new (last_) T(); ++last_; return back(); }
  template <class A> T &emplace_back(A &&a) { grow(); new (last_) T(a); ++last_; return back(); }
  template <class A, class B> T &emplace_back(A &&a, B &&b) { grow(); new (last_) T(a, b); ++last_; return back(); }
  template <class A, class B, class C> T &emplace_back(A &&a, B &&b, C &&c) { grow(); new (last_) T(a, b, c); ++last_; return back(); }
  void pop_back() { if (first_ == last_) __std_fail("pop_back of an empty vector"); --last_; last_->~T(); }
  void clear() { while (last_ != first_) { --last_; last_->~T(); } }
  void resize(size_t n) { while (size() > n) pop_back(); if (size() < n) reserve(n); while (size() < n) { new (last_) T(); ++last_; } }
  void resize(size_t n, const T &value) { while (size() > n) pop_back(); while (size() < n) push_back(value); }
  iterator insert(const_iterator where, const T &value) {
    size_t at = where - first_;
    push_back(value);
    for (size_t i = size() - 1; i > at; --i) std::swap(first_[i], first_[i - 1]);
    return first_ + at;
  }
  template <class Iterator> iterator insert(const_iterator where, Iterator a, Iterator b) {
    size_t at = where - first_;
    size_t to = at;
    for (; a != b; ++a) { insert(first_ + to, *a); ++to; }
    return first_ + at;
  }
  iterator erase(const_iterator where) {
    T *at = (T *)where;
    for (T *i = at; i + 1 != last_; ++i) *i = std::move(*(i + 1));
    pop_back();
    return at;
  }
  iterator erase(const_iterator a, const_iterator b) {
    T *to = (T *)a;
    for (T *i = (T *)b; i != last_; ++i) { *to = std::move(*i); ++to; }
    while (last_ != to) pop_back();
    return (T *)a;
  }
  void swap(vector &o) {
    T *held = first_; first_ = o.first_; o.first_ = held;
    held = last_; last_ = o.last_; o.last_ = held;
    held = end_; end_ = o.end_; o.end_ = held;
  }
 private:
  T *first_;
  T *last_;
  T *end_;
};
template <class T> bool operator==(const vector<T> &a, const vector<T> &b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) if (!(a[i] == b[i])) return false;
  return true;
}

template <class T, size_t N> struct array {
  typedef T value_type;
  typedef T *iterator;
  T *begin() { return items_; }
  T *end() { return items_ + N; }
  size_t size() const { return N; }
  bool empty() const { return N == 0; }
  T *data() { return items_; }
  T &operator[](size_t i) { if (i >= N) __std_fail("subscript of an array out of range"); return items_[i]; }
  T &at(size_t i) { if (i >= N) throw out_of_range("array::at"); return items_[i]; }
  T &front() { return items_[0]; }
  T &back() { return items_[N - 1]; }
  void fill(const T &value) { for (size_t i = 0; i < N; ++i) items_[i] = value; }
  T items_[N];
};

template <class T> class list {
 public:
  struct node { node *next; node *before; T value; explicit node(const T &v) : next(0), before(0), value(v) {} node() : next(0), before(0), value() {} };
  class iterator {
   public:
    node *at_;
    const list *of_;
    iterator() : at_(0), of_(0) {}
    iterator(node *at, const list *of) : at_(at), of_(of) {}
    T &operator*() const { return at_->value; }
    T *operator->() const { return &at_->value; }
    iterator &operator++() { at_ = at_->next; return *this; }
    iterator operator++(int) { iterator held(at_, of_); at_ = at_->next; return held; }
    iterator &operator--() { at_ = at_ ? at_->before : of_->last_; return *this; }
    iterator operator--(int) { iterator held(at_, of_); at_ = at_ ? at_->before : of_->last_; return held; }
    bool operator==(const iterator &o) const { return at_ == o.at_; }
    bool operator!=(const iterator &o) const { return at_ != o.at_; }
  };
  typedef iterator const_iterator;
  typedef T value_type;
  typedef size_t size_type;
  list() : first_(0), last_(0), size_(0) {}
  list(size_t n, const T &value) : first_(0), last_(0), size_(0) { for (; n > 0; --n) push_back(value); }
  list(const list &o) : first_(0), last_(0), size_(0) { for (node *i = o.first_; i; i = i->next) push_back(i->value); }
  list(list &&o) : first_(o.first_), last_(o.last_), size_(o.size_) { o.first_ = 0; o.last_ = 0; o.size_ = 0; }
  list(initializer_list<T> items) : first_(0), last_(0), size_(0) { for (const T *i = items.begin(); i != items.end(); ++i) push_back(*i); }
  ~list() { clear(); }
  list &operator=(const list &o) { if (this != &o) { clear(); for (node *i = o.first_; i; i = i->next) push_back(i->value); } return *this; }
  iterator begin() const { return iterator(first_, this); }
  iterator end() const { return iterator(0, this); }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T &front() const { return first_->value; }
  T &back() const { return last_->value; }
  iterator place(node *made, node *next) {
    node *before = next ? next->before : last_;
    made->next = next;
    made->before = before;
    if (before) before->next = made; else first_ = made;
    if (next) next->before = made; else last_ = made;
    ++size_;
    return iterator(made, this);
  }
  void push_back(const T &value) { place(new node(value), 0); }
  void push_front(const T &value) { place(new node(value), first_); }
  template <class A> void emplace_back(A &&a) { place(new node(T(a)), 0); }
  template <class A, class B> void emplace_back(A &&a, B &&b) { place(new node(T(a, b)), 0); }
  iterator insert(iterator where, const T &value) { return place(new node(value), where.at_); }
  iterator erase(iterator where) {
    node *at = where.at_;
    node *next = at->next;
    if (at->before) at->before->next = next; else first_ = next;
    if (next) next->before = at->before; else last_ = at->before;
    --size_;
    delete at;
    return iterator(next, this);
  }
  iterator erase(iterator a, iterator b) { while (a != b) a = erase(a); return a; }
  void pop_back() { erase(iterator(last_, this)); }
  void pop_front() { erase(iterator(first_, this)); }
  void clear() { while (first_) { node *next = first_->next; delete first_; first_ = next; } last_ = 0; size_ = 0; }
  void remove(const T &value) { for (iterator i = begin(); i != end();) { if (*i == value) i = erase(i); else ++i; } }
  template <class P> void remove_if(P test) { for (iterator i = begin(); i != end();) { if (test(*i)) i = erase(i); else ++i; } }
  void reverse() { node *at = first_; first_ = last_; last_ = at; while (at) { node *next = at->next; at->next = at->before; at->before = next; at = next; } }
  void swap(list &o) { node *f = first_; first_ = o.first_; o.first_ = f; node *l = last_; last_ = o.last_; o.last_ = l; size_t n = size_; size_ = o.size_; o.size_ = n; }
  void sort() { for (bool again = true; again;) { again = false; for (node *i = first_; i && i->next; i = i->next) if (i->next->value < i->value) { std::swap(i->value, i->next->value); again = true; } } }
  node *first_;
  node *last_;
  size_t size_;
};

template <class T> class deque {
 public:
  class iterator {
   public:
    deque *of_;
    size_t at_;
    iterator() : of_(0), at_(0) {}
    iterator(deque *of, size_t at) : of_(of), at_(at) {}
    T &operator*() const { return (*of_)[at_]; }
    T *operator->() const { return &(*of_)[at_]; }
    T &operator[](size_t i) const { return (*of_)[at_ + i]; }
    iterator &operator++() { ++at_; return *this; }
    iterator operator++(int) { iterator held(of_, at_); ++at_; return held; }
    iterator &operator--() { --at_; return *this; }
    iterator operator+(size_t n) const { return iterator(of_, at_ + n); }
    iterator operator-(int n) const { return iterator(of_, at_ - n); }
    size_t operator-(const iterator &o) const { return at_ - o.at_; }
    bool operator==(const iterator &o) const { return at_ == o.at_; }
    bool operator!=(const iterator &o) const { return at_ != o.at_; }
    bool operator<(const iterator &o) const { return at_ < o.at_; }
  };
  typedef iterator const_iterator;
  typedef T value_type;
  typedef size_t size_type;
  deque() {}
  deque(const deque &o) { for (size_t i = 0; i < o.size(); ++i) push_back(*o.slots_[i]); }
  deque(deque &&o) : slots_(std::move(o.slots_)) {}
  deque(initializer_list<T> items) { for (const T *i = items.begin(); i != items.end(); ++i) push_back(*i); }
  ~deque() { clear(); }
  deque &operator=(const deque &o) { if (this != &o) { clear(); for (size_t i = 0; i < o.size(); ++i) push_back(*o.slots_[i]); } return *this; }
  iterator begin() const { return iterator((deque *)this, 0); }
  iterator end() const { return iterator((deque *)this, size()); }
  size_t size() const { return slots_.size(); }
  bool empty() const { return slots_.empty(); }
  T &operator[](size_t i) const { return *slots_[i]; }
  T &at(size_t i) const { return *slots_.at(i); }
  T &front() const { return *slots_.front(); }
  T &back() const { return *slots_.back(); }
  void push_back(const T &value) { slots_.push_back(new T(value)); }
  void push_back(T &&value) { slots_.push_back(new T(std::move(value))); }
  void push_front(const T &value) { slots_.insert(slots_.begin(), new T(value)); }
  template <class A> void emplace_back(A &&a) { slots_.push_back(new T(a)); }
  template <class A, class B> void emplace_back(A &&a, B &&b) { slots_.push_back(new T(a, b)); }
  void pop_back() { delete slots_.back(); slots_.pop_back(); }
  void pop_front() { delete slots_.front(); slots_.erase(slots_.begin()); }
  iterator erase(iterator where) { delete slots_[where.at_]; slots_.erase(slots_.begin() + where.at_); return where; }
  iterator insert(iterator where, const T &value) { slots_.insert(slots_.begin() + where.at_, new T(value)); return where; }
  void clear() { while (!slots_.empty()) pop_back(); }
  void swap(deque &o) { slots_.swap(o.slots_); }
  vector<T *> slots_;
};

template <class T, class C = deque<T>> class queue {
 public:
  bool empty() const { return items_.empty(); }
  size_t size() const { return items_.size(); }
  T &front() { return items_.front(); }
  T &back() { return items_.back(); }
  void push(const T &value) { items_.push_back(value); }
  void push(T &&value) { items_.push_back(std::move(value)); }
  template <class A> void emplace(A &&a) { items_.emplace_back(a); }
  void pop() { items_.pop_front(); }
  C items_;
};
template <class T, class C = deque<T>> class stack {
 public:
  bool empty() const { return items_.empty(); }
  size_t size() const { return items_.size(); }
  T &top() { return items_.back(); }
  void push(const T &value) { items_.push_back(value); }
  void push(T &&value) { items_.push_back(std::move(value)); }
  void pop() { items_.pop_back(); }
  C items_;
};
template <class T, class C = vector<T>, class P = less<T>> class priority_queue {
 public:
  bool empty() const { return items_.empty(); }
  size_t size() const { return items_.size(); }
  const T &top() { return items_[largest()]; }
  void push(const T &value) { items_.push_back(value); }
  void pop() { items_.erase(items_.begin() + largest()); }
  size_t largest() { P compare; size_t best = 0; for (size_t i = 1; i < items_.size(); ++i) if (compare(items_[best], items_[i])) best = i; return best; }
  C items_;
};
`;
