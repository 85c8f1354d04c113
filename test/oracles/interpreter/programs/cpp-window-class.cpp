/* A window as an object: a static procedure finds it and calls its virtual handlers; it ends with its window. */
/* Outcomes: one */
#include <windows.h>
#include <cstdio>

class Window {
 public:
  Window() : window_(nullptr) {}
  virtual ~Window() { std::printf("~Window\n"); }
  bool create(const char *name, int parameter) {
    WNDCLASSA type = {};
    type.lpfnWndProc = &Window::procedure;
    type.lpszClassName = name;
    RegisterClassA(&type);
    CreateWindowA(name, "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, this);
    return window_ != nullptr && onStart(parameter);
  }
  HWND handle() const { return window_; }

 protected:
  virtual bool onStart(int) { return true; }
  virtual LRESULT onMessage(UINT message, WPARAM wide, LPARAM low) { return DefWindowProcA(window_, message, wide, low); }
  virtual void onGone() {}

 private:
  static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
    if (message == WM_NCCREATE) {
      Window *made = static_cast<Window *>(reinterpret_cast<CREATESTRUCTA *>(low)->lpCreateParams);
      made->window_ = window;
      SetWindowLongPtrA(window, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(made));
    }
    Window *self = reinterpret_cast<Window *>(GetWindowLongPtrA(window, GWLP_USERDATA));
    if (self == nullptr) return DefWindowProcA(window, message, wide, low);
    LRESULT result = self->onMessage(message, wide, low);
    if (message == WM_NCDESTROY) { SetWindowLongPtrA(window, GWLP_USERDATA, 0); self->window_ = nullptr; self->onGone(); }
    return result;
  }
  HWND window_;
};

class Counter : public Window {
 public:
  explicit Counter(int *ended) : left_(0), ended_(ended) {}
  ~Counter() { ++*ended_; std::printf("~Counter "); }

 protected:
  bool onStart(int n) override { left_ = n; PostMessageA(handle(), WM_APP, 0, 0); return true; }
  LRESULT onMessage(UINT message, WPARAM wide, LPARAM low) override {
    if (message == WM_APP) {
      std::printf("%d ", left_);
      if (--left_ > 0) PostMessageA(handle(), WM_APP, 0, 0); else DestroyWindow(handle());
      return 0;
    }
    if (message == WM_DESTROY) PostQuitMessage(3);
    return Window::onMessage(message, wide, low);
  }
  void onGone() override { delete this; }

 private:
  int left_;
  int *ended_;
};

int main() {
  int ended = 0;
  Counter *counter = new Counter(&ended);
  if (!counter->create("counter", 3)) return 1;
  MSG message;
  while (GetMessageA(&message, nullptr, 0, 0) > 0) DispatchMessageA(&message);
  std::printf("%d %d\n", ended, static_cast<int>(message.wParam));
  return 0;
}
