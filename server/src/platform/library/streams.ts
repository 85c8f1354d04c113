/**
 * Streams, as code that is run: what programs write with `<<` and read from texts with `>>`. Zero bytes are a stream that is ready to use, so
 * that `cout` needs no constructor. Files are not there: one that is opened for reading fails, one for writing takes everything.
 */
const integers = ["short", "unsigned short", "int", "unsigned", "long", "unsigned long", "long long", "unsigned long long"];
const format = (type: string): string => {
  const size = type.includes("long long") ? "ll" : type.includes("long") ? "l" : type.includes("short") ? "h" : "";
  const decimal = type.startsWith("unsigned") ? "u" : "d";
  return `base_ == 16 ? (upper_ ? "%${size}X" : "%${size}x") : base_ == 8 ? "%${size}o" : "%${size}${decimal}"`;
};
const writers = integers
  .map(
    (type) => `  ostream &operator<<(${type} n) {
    char text[32];
    sprintf(text, ${format(type)}, n);
    if (showbase_ && base_ == 16) { string held(upper_ ? "0X" : "0x"); held += text; return __text(held.c_str(), held.size()); }
    return __text(text, strlen(text));
  }
`,
  )
  .join("");
const readers = integers
  .map(
    (type) => `  istream &operator>>(${type} &n) {
    string word;
    if (__number(word)) n = (${type})${type.startsWith("unsigned") ? "_strtoui64" : "_strtoi64"}(word.c_str(), 0, base_ == 16 ? 16 : 10);
    return *this;
  }
`,
  )
  .join("");

export const streams = `
struct ios_base {
  enum { hex = 1, dec = 2, oct = 4, basefield = 7, left = 8, right = 16, adjustfield = 24, uppercase = 32, showbase = 64, boolalpha = 128, fixed = 256, scientific = 512, floatfield = 768 };
  enum { in = 1, out = 2, binary = 4, app = 8, trunc = 16, ate = 32 };
  enum { goodbit = 0, eofbit = 1, failbit = 2, badbit = 4 };
  static bool sync_with_stdio(bool on = true) { return true; }
  int width_;
  int base_;
  int precision_;
  char fill_;
  bool left_;
  bool upper_;
  bool showbase_;
  bool alpha_;
  bool precise_;
  char float_;
  int state_;
  ios_base() : width_(0), base_(0), precision_(0), fill_(0), left_(false), upper_(false), showbase_(false), alpha_(false), precise_(false), float_(0), state_(0) {}
  int width(int n) { int before = width_; width_ = n; return before; }
  int width() const { return width_; }
  int precision(int n) { int before = precise_ ? precision_ : 6; precision_ = n; precise_ = true; return before; }
  char fill(char c) { char before = fill_ ? fill_ : ' '; fill_ = c; return before; }
  void setf(int flags, int mask = 0) {
    if (flags & 1) base_ = 16;
    if (flags & 2) base_ = 10;
    if (flags & 4) base_ = 8;
    if (flags & 8) left_ = true;
    if (flags & 16) left_ = false;
    if (flags & 32) upper_ = true;
    if (flags & 64) showbase_ = true;
    if (flags & 128) alpha_ = true;
    if (flags & 256) float_ = 'f';
    if (flags & 512) float_ = 'e';
  }
  void unsetf(int flags) {
    if (flags & 7) base_ = 10;
    if (flags & 8) left_ = false;
    if (flags & 32) upper_ = false;
    if (flags & 64) showbase_ = false;
    if (flags & 128) alpha_ = false;
    if (flags & 768) float_ = 0;
  }
  bool good() const { return state_ == 0; }
  bool eof() const { return (state_ & 1) != 0; }
  bool fail() const { return (state_ & 6) != 0; }
  bool bad() const { return (state_ & 4) != 0; }
  void clear(int state = 0) { state_ = state; }
  void setstate(int state) { state_ = state_ | state; }
  int rdstate() const { return state_; }
  explicit operator bool() const { return (state_ & 6) == 0; }
  bool operator!() const { return (state_ & 6) != 0; }
};
typedef ios_base ios;

class ostream : public ios_base {
 public:
  string *to_;
  bool silent_;
  ostream() : to_(0), silent_(false) {}
  void __put(const char *text, size_t n);
  ostream &__text(const char *text, size_t n) {
    size_t width = width_;
    width_ = 0;
    if (n >= width) { __put(text, n); return *this; }
    string padding(width - n, fill_ ? fill_ : ' ');
    if (left_) __put(text, n);
    __put(padding.c_str(), padding.size());
    if (!left_) __put(text, n);
    return *this;
  }
  ostream &operator<<(const char *s) { return __text(s, strlen(s)); }
  ostream &operator<<(const string &s) { return __text(s.c_str(), s.size()); }
  ostream &operator<<(char c) { return __text(&c, 1); }
  ostream &operator<<(signed char c) { char t = c; return __text(&t, 1); }
  ostream &operator<<(unsigned char c) { char t = c; return __text(&t, 1); }
  ostream &operator<<(bool b) { if (alpha_) return *this << (b ? "true" : "false"); return *this << (int)b; }
${writers}  ostream &operator<<(double d) {
    char text[400];
    int precision = precise_ ? precision_ : 6;
    if (float_ == 'f') sprintf(text, "%.*f", precision, d);
    else if (float_ == 'e') sprintf(text, "%.*e", precision, d);
    else sprintf(text, "%.*g", precision, d);
    return __text(text, strlen(text));
  }
  ostream &operator<<(float d) { return *this << (double)d; }
  ostream &operator<<(const void *p) { char text[32]; sprintf(text, "0x%llx", (unsigned long long)p); return __text(text, strlen(text)); }
  ostream &operator<<(ostream &(*f)(ostream &)) { return f(*this); }
  ostream &put(char c) { __put(&c, 1); return *this; }
  ostream &write(const char *s, size_t n) { __put(s, n); return *this; }
  ostream &flush() { return *this; }
};
ostream cout;
ostream cerr;
ostream clog;
inline void ostream::__put(const char *text, size_t n) {
  if (to_) { to_->append(text, n); return; }
  if (silent_ || this == &cerr || this == &clog) return;
  __std_print(text, n);
}
inline ostream &endl(ostream &o) { o.__put("\\n", 1); return o; }
inline ostream &ends(ostream &o) { o.__put("", 1); return o; }
inline ostream &flush(ostream &o) { return o; }
inline ostream &hex(ostream &o) { o.base_ = 16; return o; }
inline ostream &dec(ostream &o) { o.base_ = 10; return o; }
inline ostream &oct(ostream &o) { o.base_ = 8; return o; }
inline ostream &left(ostream &o) { o.left_ = true; return o; }
inline ostream &right(ostream &o) { o.left_ = false; return o; }
inline ostream &boolalpha(ostream &o) { o.alpha_ = true; return o; }
inline ostream &noboolalpha(ostream &o) { o.alpha_ = false; return o; }
inline ostream &uppercase(ostream &o) { o.upper_ = true; return o; }
inline ostream &nouppercase(ostream &o) { o.upper_ = false; return o; }
inline ostream &showbase(ostream &o) { o.showbase_ = true; return o; }
inline ostream &noshowbase(ostream &o) { o.showbase_ = false; return o; }
inline ostream &fixed(ostream &o) { o.float_ = 'f'; return o; }
inline ostream &scientific(ostream &o) { o.float_ = 'e'; return o; }
struct __setw { int n; };
struct __setfill { char c; };
struct __setprecision { int n; };
inline __setw setw(int n) { __setw made; made.n = n; return made; }
inline __setfill setfill(char c) { __setfill made; made.c = c; return made; }
inline __setprecision setprecision(int n) { __setprecision made; made.n = n; return made; }
inline ostream &operator<<(ostream &o, const __setw &w) { o.width_ = w.n; return o; }
inline ostream &operator<<(ostream &o, const __setfill &f) { o.fill_ = f.c; return o; }
inline ostream &operator<<(ostream &o, const __setprecision &p) { o.precision(p.n); return o; }

class istream : public ios_base {
 public:
  string text_;
  size_t at_;
  istream() : at_(0) {}
  istream(const string &text) : text_(text), at_(0) {}
  int get() { if (at_ >= text_.size()) { state_ = state_ | 3; return -1; } return (unsigned char)text_.c_str()[at_++]; }
  istream &get(char &c) { int n = get(); if (n >= 0) c = (char)n; return *this; }
  int peek() { if (at_ >= text_.size()) { state_ = state_ | 1; return -1; } return (unsigned char)text_.c_str()[at_]; }
  istream &unget() { if (at_ > 0) --at_; return *this; }
  istream &ignore(int n = 1, int until = -1) { for (; n > 0 && at_ < text_.size(); --n) if ((unsigned char)text_.c_str()[at_++] == until) break; return *this; }
  void __blanks() { while (at_ < text_.size() && isspace((unsigned char)text_.c_str()[at_])) ++at_; }
  bool __number(string &word) {
    if (state_ & 6) return false;
    __blanks();
    const char *s = text_.c_str();
    size_t i = at_;
    if (i < text_.size() && (s[i] == '-' || s[i] == '+')) ++i;
    size_t digits = i;
    while (i < text_.size() && (isdigit((unsigned char)s[i]) || (base_ == 16 && isxdigit((unsigned char)s[i])))) ++i;
    if (i == digits) { state_ = state_ | (i >= text_.size() ? 3 : 2); return false; }
    word.assign(s + at_, i - at_);
    at_ = i;
    if (at_ >= text_.size()) state_ = state_ | 1;
    return true;
  }
${readers}  istream &operator>>(double &d) {
    if (state_ & 6) return *this;
    __blanks();
    const char *s = text_.c_str();
    size_t i = at_;
    while (i < text_.size() && (isdigit((unsigned char)s[i]) || s[i] == '.' || s[i] == '-' || s[i] == '+' || s[i] == 'e')) ++i;
    if (i == at_) { state_ = state_ | (i >= text_.size() ? 3 : 2); return *this; }
    d = atof(string(s + at_, i - at_).c_str());
    at_ = i;
    if (at_ >= text_.size()) state_ = state_ | 1;
    return *this;
  }
  istream &operator>>(char &c) { if (state_ & 6) return *this; __blanks(); return get(c); }
  istream &operator>>(string &word) {
    if (state_ & 6) return *this;
    __blanks();
    size_t i = at_;
    while (i < text_.size() && !isspace((unsigned char)text_.c_str()[i])) ++i;
    if (i == at_) { state_ = state_ | 3; return *this; }
    word.assign(text_.c_str() + at_, i - at_);
    at_ = i;
    if (at_ >= text_.size()) state_ = state_ | 1;
    return *this;
  }
  istream &operator>>(istream &(*f)(istream &)) { return f(*this); }
};
istream cin;
inline istream &ws(istream &i) { i.__blanks(); return i; }
inline istream &getline(istream &in, string &line, char until = '\\n') {
  line.clear();
  if (in.at_ >= in.text_.size()) { in.state_ = in.state_ | 3; return in; }
  size_t i = in.at_;
  while (i < in.text_.size() && in.text_.c_str()[i] != until) ++i;
  line.assign(in.text_.c_str() + in.at_, i - in.at_);
  if (i >= in.text_.size()) { in.state_ = in.state_ | 1; in.at_ = i; }
  else in.at_ = i + 1;
  return in;
}

class ostringstream : public ostream {
 public:
  string held_;
  ostringstream() { to_ = &held_; }
  explicit ostringstream(const string &text) : held_(text) { to_ = &held_; }
  string str() const { return held_; }
  void str(const string &text) { held_ = text; }
};
class istringstream : public istream {
 public:
  istringstream() {}
  explicit istringstream(const string &text) : istream(text) {}
  string str() const { return text_; }
  void str(const string &text) { text_ = text; at_ = 0; }
};
class stringstream : public ostringstream {
 public:
  size_t at_;
  stringstream() : at_(0) {}
  explicit stringstream(const string &text) : ostringstream(text), at_(0) {}
  template <class T> stringstream &operator>>(T &value) {
    istream in(held_);
    in.at_ = at_;
    in.state_ = state_;
    in >> value;
    at_ = in.at_;
    state_ = in.state_;
    return *this;
  }
};
class ofstream : public ostream {
 public:
  ofstream() { silent_ = true; }
  explicit ofstream(const char *name, int mode = 2) { silent_ = true; }
  void open(const char *name, int mode = 2) {}
  bool is_open() const { return true; }
  void close() {}
};
class ifstream : public istream {
 public:
  ifstream() {}
  explicit ifstream(const char *name, int mode = 1) { state_ = 2; }
  void open(const char *name, int mode = 1) { state_ = 2; }
  bool is_open() const { return false; }
  void close() {}
};
`;
