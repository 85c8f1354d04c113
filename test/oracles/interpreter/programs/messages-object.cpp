/* A C++ object behind a window: a static procedure that calls a virtual member. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>

class Window {
 public:
  virtual ~Window() { std::printf("~Window\n"); }
  bool create(const char *name) {
    WNDCLASSA type = {};
    type.lpfnWndProc = &Window::procedure;
    type.lpszClassName = name;
    RegisterClassA(&type);
    handle_ = CreateWindowA(name, "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, this);
    return handle_ != nullptr;
  }
  void post(UINT message, int n) { PostMessageA(handle_, message, n, 0); }

 protected:
  virtual LRESULT handle(UINT message, WPARAM wide, LPARAM low) { return DefWindowProcA(handle_, message, wide, low); }
  HWND handle_ = nullptr;

 private:
  static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
    if (message == WM_NCCREATE) {
      Window *self = static_cast<Window *>(reinterpret_cast<CREATESTRUCTA *>(low)->lpCreateParams);
      self->handle_ = window;
      SetWindowLongPtrA(window, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(self));
    }
    Window *self = reinterpret_cast<Window *>(GetWindowLongPtrA(window, GWLP_USERDATA));
    return self ? self->handle(message, wide, low) : DefWindowProcA(window, message, wide, low);
  }
};

class Adder : public Window {
 public:
  int total() const { return total_; }

 protected:
  LRESULT handle(UINT message, WPARAM wide, LPARAM low) override {
    if (message == WM_USER) {
      total_ += static_cast<int>(wide);
      std::printf("total %d\n", total_);
      if (total_ > 5) PostQuitMessage(0);
      return 0;
    }
    return Window::handle(message, wide, low);
  }

 private:
  int total_ = 0;
};

int main() {
  Adder adder;
  if (!adder.create("adder")) return 1;
  for (int i = 1; i < 5; ++i) adder.post(WM_USER, i);
  MSG message;
  while (GetMessageA(&message, nullptr, 0, 0) > 0) DispatchMessageA(&message);
  return adder.total();
}
