/* Classes as MFC programs have them: a message map of pointers to members, a base that dispatches, run-time class tables, CString-like text. */
/* Outcomes: one */
#include <cstdio>
#include <cstring>
typedef unsigned int UINT_;
typedef long (*PLAIN)();
class CmdTarget;
typedef void (CmdTarget::*PMSG)(void);
struct MSGENTRY { UINT_ message; UINT_ id; PMSG fn; };
struct MSGMAP { const MSGMAP *base; const MSGENTRY *entries; };
class CString_ {
 public:
  CString_() { Init(); }
  CString_(const char *s) { Init(); *this = s; }
  CString_(const CString_ &o) { Init(); *this = o.data_; }
  ~CString_() { delete[] data_; }
  const CString_ &operator=(const char *s) { char *n = new char[std::strlen(s) + 1]; std::strcpy(n, s); delete[] data_; data_ = n; return *this; }
  const CString_ &operator=(const CString_ &o) { if (this != &o) *this = o.data_; return *this; }
  const CString_ &operator+=(const char *s) { char *n = new char[GetLength() + std::strlen(s) + 1]; std::strcpy(n, data_); std::strcat(n, s); delete[] data_; data_ = n; return *this; }
  friend CString_ operator+(const CString_ &a, const char *b) { CString_ r(a); r += b; return r; }
  operator const char *() const { return data_; }
  int GetLength() const { return (int)std::strlen(data_); }
  bool IsEmpty() const { return !*data_; }
  int Find(char c) const { const char *p = std::strchr(data_, c); return p ? (int)(p - data_) : -1; }
  CString_ Left(int n) const { CString_ r(*this); r.data_[n] = 0; return r; }
 private:
  void Init() { data_ = new char[1]; *data_ = 0; }
  char *data_;
};
class CmdTarget {
 public:
  virtual ~CmdTarget() {}
  bool OnCmd(UINT_ message, UINT_ id);
 protected:
  virtual const MSGMAP *GetMessageMap() const = 0;
};
bool CmdTarget::OnCmd(UINT_ message, UINT_ id) {
  for (const MSGMAP *map = GetMessageMap(); map; map = map->base)
    for (const MSGENTRY *e = map->entries; e->fn; e++)
      if (e->message == message && e->id == id) { (this->*e->fn)(); return true; }
  return false;
}
class CDoc : public CmdTarget {
 public:
  CDoc() : saved_(0) {}
  void OnSave() { saved_++; std::printf("save %d\n", saved_); }
  void OnClose() { std::printf("close\n"); }
  static const MSGMAP map_;
 private:
  int saved_;
  static const MSGENTRY entries_[];
  virtual const MSGMAP *GetMessageMap() const { return &map_; }
};
const MSGENTRY CDoc::entries_[] = { { 0x111, 1, (PMSG)&CDoc::OnSave }, { 0x111, 2, (PMSG)&CDoc::OnClose }, { 0, 0, 0 } };
const MSGMAP CDoc::map_ = { 0, CDoc::entries_ };
class CMailDoc : public CDoc {
 public:
  CMailDoc(const char *host) : host_(host) {}
  void OnSave() { CString_ s = host_ + ":25"; std::printf("mail %s %d %s\n", (const char *)s, s.Find(':'), (const char *)s.Left(4)); CDoc::OnSave(); }
 private:
  CString_ host_;
  static const MSGENTRY entries_[];
  static const MSGMAP map_;
  virtual const MSGMAP *GetMessageMap() const { return &map_; }
};
const MSGENTRY CMailDoc::entries_[] = { { 0x111, 1, (PMSG)&CMailDoc::OnSave }, { 0, 0, 0 } };
const MSGMAP CMailDoc::map_ = { &CDoc::map_, CMailDoc::entries_ };
int main() {
  CMailDoc doc("mail.test");
  CmdTarget *t = &doc;
  std::printf("%d\n", t->OnCmd(0x111, 1));
  std::printf("%d\n", t->OnCmd(0x111, 2));
  std::printf("%d\n", t->OnCmd(0x112, 2));
  CString_ a("x"), b = a;
  b += "yz";
  a = b;
  std::printf("%s %d %d\n", (const char *)a, a.GetLength(), CString_().IsEmpty());
  return 0;
}
