/* Requests in a vector of owners, found by their handles when the messages come. */
/* Outcomes: several */
#include <winsock2.h>
#include <windows.h>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

struct Request {
  std::string name;
  HANDLE task = nullptr;
  char buffer[MAXGETHOSTSTRUCT];
  explicit Request(const char *name) : name(name) {}
};

static std::vector<std::unique_ptr<Request>> requests;
static std::string report;

static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wide, LPARAM low) {
  if (message != WM_APP) return DefWindowProcA(window, message, wide, low);
  auto found = std::find_if(requests.begin(), requests.end(), [wide](const std::unique_ptr<Request> &r) { return r->task == reinterpret_cast<HANDLE>(wide); });
  if (found == requests.end()) return 0;
  const PROTOENT *entry = reinterpret_cast<const PROTOENT *>((*found)->buffer);
  report += (*found)->name + "=" + (WSAGETASYNCERROR(low) ? std::string("?") : std::to_string(entry->p_proto)) + " ";
  requests.erase(found);
  if (requests.empty()) PostQuitMessage(static_cast<int>(report.size()));
  return 0;
}

int main() {
  WSADATA data;
  if (WSAStartup(MAKEWORD(2, 2), &data)) return 1;
  WNDCLASSA type = {};
  type.lpfnWndProc = procedure;
  type.lpszClassName = "requests";
  RegisterClassA(&type);
  HWND window = CreateWindowA("requests", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
  const char *names[] = {"tcp", "nosuch", "udp"};
  for (const char *name : names) {
    requests.push_back(std::make_unique<Request>(name));
    Request &r = *requests.back();
    r.task = WSAAsyncGetProtoByName(window, WM_APP, r.name.c_str(), r.buffer, sizeof r.buffer);
  }
  MSG message;
  while (GetMessageA(&message, nullptr, 0, 0) > 0) DispatchMessageA(&message);
  std::printf("%s%d\n", report.c_str(), static_cast<int>(message.wParam));
  DestroyWindow(window);
  WSACleanup();
  return 0;
}
