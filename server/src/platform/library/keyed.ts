/** Containers by key, as code that is run: nodes that stay where they are, in the order of their keys. */

interface Kind {
  readonly name: string;
  readonly isMap: boolean;
  readonly isMulti: boolean;
  /** Ordered by comparison; else in the order in which they came. */
  readonly isSorted: boolean;
}

function keyed({ name, isMap, isMulti, isSorted }: Kind): string {
  const params = `class K${isMap ? ", class V" : ""}${isSorted ? ", class P = less<K>" : ""}`;
  const value = isMap ? "pair<const K, V>" : "K";
  const key = (at: string): string => (isMap ? `${at}->value.first` : `${at}->value`);
  const before = isSorted ? (a: string, b: string) => `compare_(${a}, ${b})` : undefined;
  const same = (at: string): string => (before ? `!${before(key(at), "key")} && !${before("key", key(at))}` : `${key(at)} == key`);
  return `
template <${params}> class ${name} {
 public:
  typedef K key_type;
  typedef ${value} value_type;
  ${isMap ? "typedef V mapped_type;" : ""}
  typedef size_t size_type;
  struct node { node *next; node *before; value_type value; explicit node(const value_type &v) : next(0), before(0), value(v) {} };
  class iterator {
   public:
    node *at_;
    const ${name} *of_;
    iterator() : at_(0), of_(0) {}
    iterator(node *at, const ${name} *of) : at_(at), of_(of) {}
    value_type &operator*() const { return at_->value; }
    value_type *operator->() const { return &at_->value; }
    iterator &operator++() { at_ = at_->next; return *this; }
    iterator operator++(int) { iterator held(at_, of_); at_ = at_->next; return held; }
    iterator &operator--() { at_ = at_ ? at_->before : of_->last_; return *this; }
    bool operator==(const iterator &o) const { return at_ == o.at_; }
    bool operator!=(const iterator &o) const { return at_ != o.at_; }
  };
  typedef iterator const_iterator;
  ${name}() : first_(0), last_(0), size_(0) {}
  ${name}(const ${name} &o) : first_(0), last_(0), size_(0) { for (node *i = o.first_; i; i = i->next) insert(i->value); }
  ${name}(${name} &&o) : first_(o.first_), last_(o.last_), size_(o.size_) { o.first_ = 0; o.last_ = 0; o.size_ = 0; }
  ${name}(initializer_list<value_type> items) : first_(0), last_(0), size_(0) { for (const value_type *i = items.begin(); i != items.end(); ++i) insert(*i); }
  template <class Iterator> ${name}(Iterator a, Iterator b) : first_(0), last_(0), size_(0) { for (; a != b; ++a) insert(*a); }
  ~${name}() { clear(); }
  ${name} &operator=(const ${name} &o) { if (this != &o) { clear(); for (node *i = o.first_; i; i = i->next) insert(i->value); } return *this; }
  iterator begin() const { return iterator(first_, this); }
  iterator end() const { return iterator(0, this); }
  iterator cbegin() const { return iterator(first_, this); }
  iterator cend() const { return iterator(0, this); }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  iterator find(const K &key) const { for (node *i = first_; i; i = i->next) if (${same("i")}) return iterator(i, this); return end(); }
  size_t count(const K &key) const { size_t n = 0; for (node *i = first_; i; i = i->next) if (${same("i")}) ++n; return n; }
  bool contains(const K &key) const { return count(key) > 0; }
  ${
    before
      ? `iterator lower_bound(const K &key) const { node *i = first_; while (i && ${before(key("i"), "key")}) i = i->next; return iterator(i, this); }
  iterator upper_bound(const K &key) const { node *i = first_; while (i && !${before("key", key("i"))}) i = i->next; return iterator(i, this); }`
      : ""
  }
  iterator place(node *made) {
    const K &key = ${key("made")};
    node *next = ${before ? "first_" : "0"};
    ${before ? `while (next && !${before("key", key("next"))}) next = next->next;` : ""}
    node *before = next ? next->before : last_;
    made->next = next;
    made->before = before;
    if (before) before->next = made; else first_ = made;
    if (next) next->before = made; else last_ = made;
    ++size_;
    return iterator(made, this);
  }
  ${
    isMulti
      ? "iterator insert(const value_type &value) { return place(new node(value)); }"
      : `pair<iterator, bool> insert(const value_type &value) {
    iterator known = find(${isMap ? "value.first" : "value"});
    if (known.at_) return pair<iterator, bool>(known, false);
    return pair<iterator, bool>(place(new node(value)), true);
  }`
  }
  template <class Iterator> void insert(Iterator a, Iterator b) { for (; a != b; ++a) insert(*a); }
  ${isMap && !isMulti ? "template <class A, class B> pair<iterator, bool> emplace(A &&a, B &&b) { return insert(value_type(a, b)); }" : ""}
  ${isMap ? "" : "template <class A> void emplace(A &&a) { insert(value_type(a)); }"}
  ${
    isMap && !isMulti
      ? `V &operator[](const K &key) {
    iterator known = find(key);
    if (!known.at_) known = place(new node(value_type(key, V())));
    return known.at_->value.second;
  }
  V &at(const K &key) const { iterator known = find(key); if (!known.at_) throw out_of_range("map::at"); return known.at_->value.second; }`
      : ""
  }
  iterator erase(iterator where) {
    node *at = where.at_;
    if (!at) __std_fail("erase at the end of a container");
    node *next = at->next;
    if (at->before) at->before->next = next; else first_ = next;
    if (next) next->before = at->before; else last_ = at->before;
    --size_;
    delete at;
    return iterator(next, this);
  }
  size_t erase(const K &key) { size_t n = 0; for (iterator i = find(key); i.at_; i = find(key)) { erase(i); ++n; } return n; }
  void clear() { while (first_) { node *next = first_->next; delete first_; first_ = next; } last_ = 0; size_ = 0; }
  void swap(${name} &o) { node *f = first_; first_ = o.first_; o.first_ = f; node *l = last_; last_ = o.last_; o.last_ = l; size_t n = size_; size_ = o.size_; o.size_ = n; }
  node *first_;
  node *last_;
  size_t size_;
  ${isSorted ? "P compare_;" : ""}
};
`;
}

export const keyedContainers = [
  { name: "map", isMap: true, isMulti: false, isSorted: true },
  { name: "multimap", isMap: true, isMulti: true, isSorted: true },
  { name: "set", isMap: false, isMulti: false, isSorted: true },
  { name: "multiset", isMap: false, isMulti: true, isSorted: true },
  { name: "unordered_map", isMap: true, isMulti: false, isSorted: false },
  { name: "unordered_set", isMap: false, isMulti: false, isSorted: false },
]
  .map(keyed)
  .join("");
