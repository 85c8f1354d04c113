/* Window procedures and timers as static members that find their object, with callbacks of interfaces and an observer list. */
/* Outcomes: one */
#include <windows.h>
#include <stdio.h>
#include <list>
struct Listener { virtual void changed(int what) = 0; virtual ~Listener() {} };
class Subject {
 public:
  void add(Listener *l) { list_.push_back(l); }
  void remove(Listener *l) { list_.remove(l); }
 protected:
  void tell(int what) { for (std::list<Listener *>::iterator i = list_.begin(); i != list_.end(); ++i) (*i)->changed(what); }
 private:
  std::list<Listener *> list_;
};
class Window : public Subject {
 public:
  Window() : hwnd_(0), count_(0) {}
  bool create() {
    WNDCLASSA wc = {0};
    wc.lpfnWndProc = proc;
    wc.hInstance = GetModuleHandleA(0);
    wc.lpszClassName = "cb";
    if (!RegisterClassA(&wc)) return false;
    hwnd_ = CreateWindowA("cb", "t", 0, 0, 0, 0, 0, HWND_MESSAGE, 0, wc.hInstance, this);
    return hwnd_ != 0;
  }
  HWND handle() const { return hwnd_; }
 private:
  static LRESULT CALLBACK proc(HWND h, UINT m, WPARAM w, LPARAM l) {
    if (m == WM_NCCREATE) SetWindowLongPtrA(h, GWLP_USERDATA, (LONG_PTR)((CREATESTRUCTA *)l)->lpCreateParams);
    Window *self = (Window *)GetWindowLongPtrA(h, GWLP_USERDATA);
    return self ? self->handle(h, m, w, l) : DefWindowProcA(h, m, w, l);
  }
  LRESULT handle(HWND h, UINT m, WPARAM w, LPARAM l) {
    switch (m) {
      case WM_USER: tell((int)w); return ++count_;
      case WM_USER + 1: PostMessageA(h, WM_CLOSE, 0, 0); return 0;
      case WM_DESTROY: PostQuitMessage(count_); return 0;
    }
    return DefWindowProcA(h, m, w, l);
  }
  HWND hwnd_;
  int count_;
};
struct Printer : Listener { const char *name; Printer(const char *n) : name(n) {} void changed(int what) { printf("%s %d\n", name, what); } };
int main() {
  Window w;
  Printer a("a"), b("b");
  w.add(&a);
  w.add(&b);
  if (!w.create()) return 9;
  printf("%d\n", (int)SendMessageA(w.handle(), WM_USER, 5, 0));
  w.remove(&a);
  PostMessageA(w.handle(), WM_USER, 6, 0);
  PostMessageA(w.handle(), WM_USER + 1, 0, 0);
  MSG m;
  while (GetMessageA(&m, 0, 0, 0) > 0) { TranslateMessage(&m); DispatchMessageA(&m); }
  printf("quit %d\n", (int)m.wParam);
  return 0;
}
