/** std::string and std::wstring, as code that is run: the characters lie in a block of the heap that growing moves. */
function text(name: string, unit: string, prefix: "str" | "wcs", literal: string, number: string): string {
  const zero = `(${unit})0`;
  return `
class ${name} {
 public:
  typedef ${unit} value_type;
  typedef ${unit} *iterator;
  typedef const ${unit} *const_iterator;
  typedef size_t size_type;
  static const size_t npos = -1;
  ${name}() : data_(0), size_(0), capacity_(0) {}
  ${name}(const ${unit} *s) : data_(0), size_(0), capacity_(0) { append(s, ${prefix}len(s)); }
  ${name}(const ${unit} *s, size_t n) : data_(0), size_(0), capacity_(0) { append(s, n); }
  ${name}(size_t n, ${unit} c) : data_(0), size_(0), capacity_(0) { append(n, c); }
  ${name}(const ${name} &o) : data_(0), size_(0), capacity_(0) { append(o.c_str(), o.size_); }
  ${name}(${name} &&o) : data_(o.data_), size_(o.size_), capacity_(o.capacity_) { o.data_ = 0; o.size_ = 0; o.capacity_ = 0; }
  ${name}(const ${name} &o, size_t at, size_t n) : data_(0), size_(0), capacity_(0) { append(o.c_str() + at, n < o.size_ - at ? n : o.size_ - at); }
  template <class Iterator> ${name}(Iterator a, Iterator b) : data_(0), size_(0), capacity_(0) { for (; a != b; ++a) push_back(*a); }
  ~${name}() { if (data_) __std_free(data_); }
  ${name} &operator=(const ${name} &o) { if (this != &o) { clear(); append(o.c_str(), o.size_); } return *this; }
  ${name} &operator=(${name} &&o) { if (this != &o) { if (data_) __std_free(data_); data_ = o.data_; size_ = o.size_; capacity_ = o.capacity_; o.data_ = 0; o.size_ = 0; o.capacity_ = 0; } return *this; }
  ${name} &operator=(const ${unit} *s) { return assign(s); }
  ${name} &operator=(${unit} c) { clear(); return append(1, c); }
  const ${unit} *c_str() const { return data_ ? data_ : ${literal}; }
  const ${unit} *data() const { return c_str(); }
  size_t size() const { return size_; }
  size_t length() const { return size_; }
  size_t capacity() const { return capacity_; }
  size_t max_size() const { return 1 << 30; }
  bool empty() const { return size_ == 0; }
  void clear() { size_ = 0; if (data_) data_[0] = ${zero}; }
  void reserve(size_t n = 0) {
    if (n <= capacity_) return;
    if (n < capacity_ * 2) n = capacity_ * 2;
    if (n < 15) n = 15;
    ${unit} *grown = (${unit} *)__std_allocate((n + 1) * sizeof(${unit}), "string");
    if (data_) { memcpy(grown, data_, (size_ + 1) * sizeof(${unit})); __std_free(data_); }
    else grown[0] = ${zero};
    data_ = grown;
    capacity_ = n;
  }
  void shrink_to_fit() {}
  void resize(size_t n, ${unit} c = ${zero}) {
    if (n > size_) append(n - size_, c);
    else if (data_) { size_ = n; data_[n] = ${zero}; }
  }
  ${name} &append(const ${unit} *s, size_t n) {
    if (n == 0) return *this;
    reserve(size_ + n);
    memmove(data_ + size_, s, n * sizeof(${unit}));
    size_ = size_ + n;
    data_[size_] = ${zero};
    return *this;
  }
  ${name} &append(const ${unit} *s) { return append(s, ${prefix}len(s)); }
  ${name} &append(const ${name} &o) { return append(o.c_str(), o.size_); }
  ${name} &append(size_t n, ${unit} c) { if (n == 0) return *this; reserve(size_ + n); for (; n > 0; --n) data_[size_++] = c; data_[size_] = ${zero}; return *this; }
  void push_back(${unit} c) { append(1, c); }
  void pop_back() { data_[--size_] = ${zero}; }
  ${name} &assign(const ${unit} *s, size_t n) { ${name} held(s, n); swap(held); return *this; }
  ${name} &assign(const ${unit} *s) { return assign(s, ${prefix}len(s)); }
  ${name} &assign(const ${name} &o) { return *this = o; }
  ${name} &assign(size_t n, ${unit} c) { clear(); return append(n, c); }
  ${name} &operator+=(const ${name} &o) { return append(o.c_str(), o.size_); }
  ${name} &operator+=(const ${unit} *s) { return append(s); }
  ${name} &operator+=(${unit} c) { return append(1, c); }
  ${unit} &operator[](size_t i) { if (i > size_) __std_fail("subscript of a string out of range"); if (!data_) reserve(1); return data_[i]; }
  ${unit} &at(size_t i) { if (i >= size_) throw out_of_range("basic_string::at"); return data_[i]; }
  ${unit} &front() { return data_[0]; }
  ${unit} &back() { return data_[size_ - 1]; }
  iterator begin() { if (!data_) reserve(1); return data_; }
  iterator end() { if (!data_) reserve(1); return data_ + size_; }
  iterator begin() const { return (${unit} *)c_str(); }
  iterator end() const { return (${unit} *)c_str() + size_; }
  size_t find(const ${unit} *s, size_t from = 0) const {
    size_t n = ${prefix}len(s);
    for (size_t i = from; i + n <= size_; ++i) { if (${prefix}ncmp(data_ + i, s, n) == 0) return i; }
    return npos;
  }
  size_t find(const ${name} &o, size_t from = 0) const { return find(o.c_str(), from); }
  size_t find(${unit} c, size_t from = 0) const { for (size_t i = from; i < size_; ++i) if (data_[i] == c) return i; return npos; }
  size_t rfind(${unit} c) const { for (size_t i = size_; i > 0; --i) if (data_[i - 1] == c) return i - 1; return npos; }
  size_t rfind(const ${unit} *s) const {
    size_t n = ${prefix}len(s);
    for (size_t i = size_ + 1; i > 0; --i) { if (i - 1 + n <= size_ && ${prefix}ncmp(data_ + i - 1, s, n) == 0) return i - 1; }
    return npos;
  }
  size_t find_first_of(const ${unit} *s, size_t from = 0) const { for (size_t i = from; i < size_; ++i) if (${prefix}chr(s, data_[i])) return i; return npos; }
  size_t find_first_not_of(const ${unit} *s, size_t from = 0) const { for (size_t i = from; i < size_; ++i) if (!${prefix}chr(s, data_[i])) return i; return npos; }
  size_t find_last_of(const ${unit} *s) const { for (size_t i = size_; i > 0; --i) if (${prefix}chr(s, data_[i - 1])) return i - 1; return npos; }
  size_t find_last_not_of(const ${unit} *s) const { for (size_t i = size_; i > 0; --i) if (!${prefix}chr(s, data_[i - 1])) return i - 1; return npos; }
  ${name} substr(size_t at = 0, size_t n = -1) const {
    if (at > size_) throw out_of_range("basic_string::substr");
    return ${name}(c_str() + at, n < size_ - at ? n : size_ - at);
  }
  ${name} &erase(size_t at = 0, size_t n = -1) {
    if (n > size_ - at) n = size_ - at;
    if (n == 0) return *this;
    memmove(data_ + at, data_ + at + n, (size_ - at - n + 1) * sizeof(${unit}));
    size_ = size_ - n;
    return *this;
  }
  iterator erase(iterator i) { erase(i - data_, 1); return i; }
  ${name} &insert(size_t at, const ${unit} *s) { ${name} rest(c_str() + at, size_ - at); resize(at); append(s); return append(rest); }
  ${name} &insert(size_t at, const ${name} &o) { return insert(at, o.c_str()); }
  ${name} &replace(size_t at, size_t n, const ${unit} *s) { erase(at, n); return insert(at, s); }
  ${name} &replace(size_t at, size_t n, const ${name} &o) { erase(at, n); return insert(at, o.c_str()); }
  int compare(const ${name} &o) const { return ${prefix}cmp(c_str(), o.c_str()); }
  int compare(const ${unit} *s) const { return ${prefix}cmp(c_str(), s); }
  void swap(${name} &o) {
    ${unit} *data = data_; data_ = o.data_; o.data_ = data;
    size_t size = size_; size_ = o.size_; o.size_ = size;
    size_t capacity = capacity_; capacity_ = o.capacity_; o.capacity_ = capacity;
  }
 private:
  ${unit} *data_;
  size_t size_;
  size_t capacity_;
};
inline ${name} operator+(const ${name} &a, const ${name} &b) { ${name} sum(a); sum.append(b); return sum; }
inline ${name} operator+(const ${name} &a, const ${unit} *b) { ${name} sum(a); sum.append(b); return sum; }
inline ${name} operator+(const ${unit} *a, const ${name} &b) { ${name} sum(a); sum.append(b); return sum; }
inline ${name} operator+(const ${name} &a, ${unit} b) { ${name} sum(a); sum.push_back(b); return sum; }
inline ${name} operator+(${unit} a, const ${name} &b) { ${name} sum; sum.push_back(a); sum.append(b); return sum; }
${["==", "!=", "<", ">", "<=", ">="]
  .map(
    (op) => `inline bool operator${op}(const ${name} &a, const ${name} &b) { return ${prefix}cmp(a.c_str(), b.c_str()) ${op} 0; }
inline bool operator${op}(const ${name} &a, const ${unit} *b) { return ${prefix}cmp(a.c_str(), b) ${op} 0; }
inline bool operator${op}(const ${unit} *a, const ${name} &b) { return ${prefix}cmp(a, b.c_str()) ${op} 0; }
`,
  )
  .join("")}
inline ${name} ${number}(int n) { ${unit} text[32]; ${prefix === "str" ? 'sprintf(text, "%d", n)' : 'swprintf(text, 32, L"%d", n)'}; return ${name}(text); }
inline ${name} ${number}(unsigned n) { ${unit} text[32]; ${prefix === "str" ? 'sprintf(text, "%u", n)' : 'swprintf(text, 32, L"%u", n)'}; return ${name}(text); }
inline ${name} ${number}(long long n) { ${unit} text[32]; ${prefix === "str" ? 'sprintf(text, "%lld", n)' : 'swprintf(text, 32, L"%lld", n)'}; return ${name}(text); }
`;
}

export const strings = `class out_of_range;
${text("string", "char", "str", '""', "to_string")}
${text("wstring", "wchar_t", "wcs", 'L""', "to_wstring")}
inline int stoi(const string &s) { return atoi(s.c_str()); }
inline long stol(const string &s) { return atol(s.c_str()); }
`;
