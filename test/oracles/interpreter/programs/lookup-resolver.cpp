/* A resolver class: a map of pending requests by handle, each with a buffer of its own and a callback. */
/* Outcomes: one */
#include <winsock2.h>
#include <windows.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

class Resolver {
 public:
  typedef std::function<void(int error, const PROTOENT *)> Callback;

  Resolver() {
    WNDCLASSA type = {};
    type.lpfnWndProc = &Resolver::procedure;
    type.lpszClassName = "resolver";
    RegisterClassA(&type);
    window_ = CreateWindowA("resolver", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
    SetWindowLongPtrA(window_, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(this));
  }
  ~Resolver() { DestroyWindow(window_); }

  bool protocol(const std::string &name, Callback callback) {
    std::unique_ptr<Pending> pending(new Pending);
    pending->callback = callback;
    HANDLE task = WSAAsyncGetProtoByName(window_, WM_APP, name.c_str(), pending->buffer, sizeof pending->buffer);
    if (!task) return false;
    pending_[task] = std::move(pending);
    return true;
  }
  bool busy() const { return !pending_.empty(); }

 private:
  struct Pending { char buffer[MAXGETHOSTSTRUCT]; Callback callback; };

  static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
    Resolver *self = reinterpret_cast<Resolver *>(GetWindowLongPtrA(window, GWLP_USERDATA));
    if (message == WM_APP && self) { self->finish(reinterpret_cast<HANDLE>(wide), WSAGETASYNCERROR(low)); return 0; }
    return DefWindowProcA(window, message, wide, low);
  }

  void finish(HANDLE task, int error) {
    auto found = pending_.find(task);
    if (found == pending_.end()) return;
    std::unique_ptr<Pending> pending = std::move(found->second);
    pending_.erase(found);
    pending->callback(error, error ? nullptr : reinterpret_cast<PROTOENT *>(pending->buffer));
  }

  HWND window_;
  std::map<HANDLE, std::unique_ptr<Pending>> pending_;
};

int main() {
  WSADATA data;
  if (WSAStartup(MAKEWORD(2, 2), &data)) return 1;
  std::map<std::string, int> numbers;
  {
    Resolver resolver;
    std::vector<std::string> names = {"tcp", "udp", "nosuch"};
    for (const std::string &name : names)
      resolver.protocol(name, [&numbers, name](int error, const PROTOENT *found) { numbers[name] = error ? -error : found->p_proto; });
    MSG message;
    while (resolver.busy() && GetMessageA(&message, nullptr, 0, 0) > 0) DispatchMessageA(&message);
  }
  for (const auto &entry : numbers) std::printf("%s %d\n", entry.first.c_str(), entry.second);
  WSACleanup();
  return 0;
}
